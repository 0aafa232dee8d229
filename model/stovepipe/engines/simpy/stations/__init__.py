"""Stations at work: one module for each subject of section 3 of the semantics, in three rooms."""
