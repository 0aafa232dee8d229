"""Whether the names and words of a mission stand for something."""
