"""The live picture and what lies on it."""
