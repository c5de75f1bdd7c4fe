"""Choosing where the picture comes from."""
