"""A second simulator, to hold the engine against: slow and plain, after docs/background/semantics.md alone.

It takes the same network and calendar as the engine, and has nothing else in common with it but the draws.
What is to be known it finds by looking: at every copy that lives, every server, every event. Numbers in
brackets are the sections of that page.
"""

from tests.properties.reference.run import Reference

__all__ = ["Reference"]
