"""People, their desks, and who of them is ready."""
