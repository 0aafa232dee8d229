"""Who is at work when, what they take, and how they get to know each other."""
