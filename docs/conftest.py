"""What pytest leaves alone: Sphinx's configuration, and a page of docstrings that are run where they are."""

collect_ignore = ["conf.py", "reference/python.md"]
