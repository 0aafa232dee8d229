"""How much stations, groups of posts, channels and links had to do, and how much was sorted wrong."""
