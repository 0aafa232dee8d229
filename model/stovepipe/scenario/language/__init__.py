"""The language of a configuration: its words, shapes, quantities and times."""
