"""A model file whose convolutions are computed in int8, and what that loses."""
