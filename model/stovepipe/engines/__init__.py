"""How a mission runs: one folder for each engine.

All give the same trajectory for the same network and calendar.
"""
