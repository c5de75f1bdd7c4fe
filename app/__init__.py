"""Poise, the real-time desktop application."""
