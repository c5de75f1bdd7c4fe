"""Light and detail of a batch of faces, changed on the device as cv2 changes single pictures."""

from functools import lru_cache

import cv2
import kornia
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

_NOISE_LENGTH = 2**21
_NOISE_SEED = 20_210_608


def lit(faces: Tensor, level: Tensor, lift: Tensor, grey: Tensor) -> Tensor:
    """Contrast, brightness, tint and greyness of faces float32 [n, 3, side, side] from 0 to 255.

    level, lift: float32 [n, 3]. grey: bool [n].
    """
    faces = torch.where(grey[:, None, None, None], kornia.color.rgb_to_grayscale(faces), faces)
    return (faces * level[:, :, None, None] + lift[:, :, None, None]).clamp(0, 255)


def coarse(faces: Tensor, small_px: Tensor, sizes_px: tuple[int, int]) -> Tensor:
    """Faces made smaller by averaging, to `small_px` int64 [n] in the range of `sizes_px`, and enlarged again."""
    matrices = _there_and_back(faces.shape[-1], sizes_px, faces.device)
    across = matrices[small_px - sizes_px[0]][:, None]
    return across @ faces @ across.mT


def blurred(faces: Tensor, sigma: Tensor, kernel_px: int) -> Tensor:
    """Faces blurred by a Gaussian of their own width, `sigma` float32 [n]."""
    changed: Tensor = kornia.filters.gaussian_blur2d(faces, (kernel_px, kernel_px), torch.stack([sigma, sigma], 1))
    return changed


def noisy(faces: Tensor, sd: Tensor, start: Tensor, grain_px: Tensor) -> Tensor:
    """Grey noise of deviation `sd` float32 [n], read from one field of normal numbers from `start` int64 [n] on.

    A grain of more than one pixel, float32 [n], is the middle of that noise enlarged, as `cv2.resize` would.
    """
    side = faces.shape[-1]
    windows = _noise(faces.device).unfold(0, side * side, 1)
    noise = windows[start % len(windows)].view(-1, 1, side, side)
    if (grain_px > 1).any():
        zoom = torch.diag_embed((1 / grain_px)[:, None].expand(-1, 2))
        places = functional.affine_grid(functional.pad(zoom, (0, 1)), list(noise.shape), align_corners=False)
        noise = functional.grid_sample(noise, places, padding_mode="border", align_corners=False)
    return (faces + noise * sd[:, None, None, None]).clamp(0, 255)


@lru_cache(maxsize=4)
def _noise(device: torch.device) -> Tensor:
    """Made on the CPU, so that it is the same on every device."""
    return torch.randn(_NOISE_LENGTH, generator=torch.Generator().manual_seed(_NOISE_SEED)).to(device)


@lru_cache(maxsize=4)
def _there_and_back(side: int, sizes_px: tuple[int, int], device: torch.device) -> Tensor:
    """Matrices [sizes, side, side]: what cv2 makes of one axis that shrinks to a size and grows again."""
    whole = np.eye(side, dtype=np.float32)
    changed = []
    for small_px in range(*sizes_px):
        small = cv2.resize(whole, (side, small_px), interpolation=cv2.INTER_AREA)
        changed.append(cv2.resize(small, (side, side), interpolation=cv2.INTER_LINEAR))
    return torch.from_numpy(np.stack(changed)).to(device)
