"""Whether what is reported, made or asked for can come where it has to, and is taken there."""
