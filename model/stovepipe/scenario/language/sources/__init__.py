"""What a configuration says of sources: what occurs, what is reported of it, where reports enter."""
