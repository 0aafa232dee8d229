"""Findings for people and for programs. It computes nothing and runs nothing."""
