"""What a configuration says in numbers: quantities, times and laws, there or in data files."""
