"""The charts of the past."""
