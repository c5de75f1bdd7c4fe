"""Training faces held on the device and changed there in batches."""
