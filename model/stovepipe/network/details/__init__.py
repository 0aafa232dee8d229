"""What the records of a network say in detail: of rapport, of asking, of stocks, of times and of rules."""
