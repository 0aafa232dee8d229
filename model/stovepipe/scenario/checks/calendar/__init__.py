"""Whether the times that a mission states can be, and whether somebody fills its posts."""
