"""The language of a study file: shapes only."""
