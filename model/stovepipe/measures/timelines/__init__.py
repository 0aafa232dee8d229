"""What changed over time: queues, people on duty, rapport, stocks, and what change-overs cost."""
