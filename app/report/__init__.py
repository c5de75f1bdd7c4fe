"""The report of a session: what was recorded, as one page that needs nothing else."""
