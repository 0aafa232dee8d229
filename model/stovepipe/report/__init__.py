"""What a run says: estimates, tables, figures, drawings."""
