"""The kinds of questions: what the answer to each takes, and how it is carried out."""
