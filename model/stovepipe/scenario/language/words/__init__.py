"""What every part of a configuration is written in: shapes, names, words, conditions on precedence."""
