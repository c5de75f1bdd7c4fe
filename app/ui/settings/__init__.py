"""The settings: kept, saved and edited."""
