"""Answers as HTML: a fragment for a notebook, and a document that needs no other file."""
