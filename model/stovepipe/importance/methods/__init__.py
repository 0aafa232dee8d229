"""The methods of sensitivity analysis, each in a module of its own."""
