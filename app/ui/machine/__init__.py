"""What of this machine is used: the camera and what it delivers, and the device that runs the network."""
