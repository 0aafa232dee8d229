"""What the replications of one mission say."""
