"""Whether a network is sound: what an engine may take for granted."""
