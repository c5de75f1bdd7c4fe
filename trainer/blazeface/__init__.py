"""The face detector as TensorFlow Lite stores it, to the graph that the app runs."""
