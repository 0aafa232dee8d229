"""What is found: the answers to each kind of question, as values."""
