"""What happens, and what is reported of it."""
