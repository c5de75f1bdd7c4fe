"""Baselines: taken, chosen, deleted, switched on and off."""
