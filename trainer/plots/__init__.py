"""How plots look: the style they share, and the confusion matrix."""
