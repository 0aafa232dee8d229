"""What an engine runs: the network, the calendar of one replication, and the addressed draws."""
