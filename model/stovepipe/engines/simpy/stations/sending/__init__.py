"""What a station sends: shared, in batches, when it is confirmed, or to ask about it."""
