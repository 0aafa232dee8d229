"""What happened to one report, event by event."""
