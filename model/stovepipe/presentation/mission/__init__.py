"""A mission as it is configured: its tables, its drawing and its routes."""
