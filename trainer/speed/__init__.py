"""How long things take: training steps, a network on the CPU, a network on a GPU."""
