"""How copies wait at a station, who may take them, and what ends a wait (semantics, 3.2 and 3.15)."""
