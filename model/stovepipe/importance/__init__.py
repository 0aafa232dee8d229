"""Which inputs matter: designs, importance measures and rankings, on numbers wherever they came from."""
