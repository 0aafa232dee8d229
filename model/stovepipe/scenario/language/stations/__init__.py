"""What a configuration says of stations: their work, what they ask, sort and confirm, their systems."""
