"""How good a model file is on labelled pictures: rows, labels, answers and scores."""
