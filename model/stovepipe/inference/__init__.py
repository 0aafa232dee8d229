"""What may be concluded from several replications: estimates with intervals, and bands around curves."""
