"""The core: cases, evidence, people's decisions, jobs, keys, dossiers and the command line."""
