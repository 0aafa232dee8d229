"""What the search for the best structure says."""
