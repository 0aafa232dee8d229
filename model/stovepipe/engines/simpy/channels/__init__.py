"""Channels at work, and the hurdles on them."""
