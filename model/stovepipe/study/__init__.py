"""Many runs: replications in worker processes, and the folder in which their results are kept."""
