"""From what somebody brought to what is safe to show: read in a child process that can reach nothing else."""
