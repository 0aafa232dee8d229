"""From a study file to a study whose names, structures and factors are checked."""
