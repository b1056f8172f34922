"""Where a unit of analysis runs: this process, worker processes on the local device."""
