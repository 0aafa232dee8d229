"""The readable engine: discrete-event simulation on SimPy."""
