"""What one run means: latency and loss, outcomes, load, series over time, and what change-overs cost."""
