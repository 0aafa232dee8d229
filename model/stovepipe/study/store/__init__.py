"""The results store: a folder in which the address of a part decides what it holds."""
