"""What a configuration says of channels, and of the hurdles that stand on them."""
