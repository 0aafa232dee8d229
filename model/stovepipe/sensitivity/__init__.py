"""Which inputs matter: designs of points in the space of inputs, and what may be read from their outputs."""
