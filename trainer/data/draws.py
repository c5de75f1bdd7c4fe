"""Random numbers as a function of what they are for: the same on every device, in every process and batch."""

import zlib

import torch
from torch import Tensor

_GOLDEN = -0x61C8864680B583EB  # 0x9E3779B97F4A7C15 as a signed number
_FIRST = -0x40A7B892E31B1A47  # 0xBF58476D1CE4E5B9
_SECOND = -0x6B2FB644ECCEEE15  # 0x94D049BB133111EB
_FRACTION_BITS = 53


def draws(keys: Tensor, name: str, count: int) -> Tensor:
    """Uniform numbers in [0, 1) from keys int64 [n]: float64 [n, count], other ones for every `name`.

    SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014), with a
    stream for each key and name.
    """
    start = mixed(keys ^ mixed(torch.tensor(zlib.crc32(name.encode()), device=keys.device)))
    places = torch.arange(1, count + 1, device=keys.device)
    numbers = mixed(start[:, None] + places * _GOLDEN)
    fractions: Tensor = _shifted(numbers, 64 - _FRACTION_BITS).double() / 2**_FRACTION_BITS
    return fractions


def mixed(numbers: Tensor) -> Tensor:
    """The finaliser of SplitMix64 on int64, whose overflow wraps around."""
    numbers = (numbers ^ _shifted(numbers, 30)) * _FIRST
    numbers = (numbers ^ _shifted(numbers, 27)) * _SECOND
    return numbers ^ _shifted(numbers, 31)


def keys_of(seed: int, epochs: Tensor, pictures: Tensor) -> Tensor:
    """The keys int64 [n] of pictures in their epochs, both int64 [n]."""
    return mixed(mixed(mixed(epochs + torch.tensor(seed) * _GOLDEN) + _GOLDEN) ^ pictures)


def _shifted(numbers: Tensor, bits: int) -> Tensor:
    """A logical shift to the right: torch's own keeps the sign."""
    return (numbers >> bits) & ((1 << (64 - bits)) - 1)
