"""The bundled demo clip, built from a portrait, and its script."""
