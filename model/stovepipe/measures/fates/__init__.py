"""What became of deliveries, of what was to be known, and of requests."""
