"""What work on a copy takes, and what comes of it."""
