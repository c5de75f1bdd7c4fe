"""The numbers a model file may keep its weights in."""

from enum import StrEnum


class WeightKind(StrEnum):
    """float16 halves the file; the arithmetic is float32 with both, so neither is faster."""

    FLOAT32 = "float32"
    FLOAT16 = "float16"
