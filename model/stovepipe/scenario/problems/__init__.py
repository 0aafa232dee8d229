"""What can be wrong with a configuration, and how it is said."""
