"""What a run writes down: deliveries, visits, stretches of work, who saw what."""
