"""What Python users hold: one class for the answer to each question."""
