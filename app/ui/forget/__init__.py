"""Forget everything: what Poise keeps on this machine, shown and removed."""
