"""The ways of reports: hurdles, links, precedence, and what can be reached from where."""
