"""From a finished run to a model file: temperatures, the ONNX graph, its card and its weights."""
