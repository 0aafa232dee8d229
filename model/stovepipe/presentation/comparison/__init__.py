"""What the comparison of several structures says."""
