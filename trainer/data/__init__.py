"""From pictures on disk to training batches."""
