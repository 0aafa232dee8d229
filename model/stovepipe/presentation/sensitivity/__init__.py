"""What a sensitivity analysis says."""
