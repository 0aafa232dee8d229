"""Whether stations, their systems and groups of them can do what is said of them."""
