"""How near a painted picture comes to the true one where it was hidden: PSNR and SSIM."""

import torch
from torch import Tensor
from torch.nn import functional

_SIGMA, _RADIUS = 1.5, 5
_C1, _C2 = 0.01**2, 0.03**2


def masked_psnr(a: Tensor, b: Tensor, hidden: Tensor) -> Tensor:
    """Peak signal to noise ratio in dB, per picture [n], of the hidden part; pictures [n, 3, px, px] in 0..1,
    hidden bool [n, 1, px, px]."""
    error = _masked_mean((a - b).square(), hidden)
    return -10 * error.clamp(min=1e-10).log10()


def masked_ssim(a: Tensor, b: Tensor, hidden: Tensor) -> Tensor:
    """Mean structural similarity per picture [n] over the hidden pixels (Wang et al., IEEE TIP 2004)."""
    return _masked_mean(ssim_map(a, b), hidden)


def ssim_map(a: Tensor, b: Tensor) -> Tensor:
    """Structural similarity [n, 3, px, px] around each pixel: Gaussian windows of sd 1.5 and 11 px, edges mirrored."""
    mean_a, mean_b = _smoothed(a), _smoothed(b)
    variance_a = _smoothed(a * a) - mean_a**2
    variance_b = _smoothed(b * b) - mean_b**2
    covariance = _smoothed(a * b) - mean_a * mean_b
    likeness = (2 * mean_a * mean_b + _C1) * (2 * covariance + _C2)
    return likeness / ((mean_a**2 + mean_b**2 + _C1) * (variance_a + variance_b + _C2))


def _smoothed(pictures: Tensor) -> Tensor:
    offsets = torch.arange(-_RADIUS, _RADIUS + 1, device=pictures.device, dtype=pictures.dtype)
    window = torch.exp(-0.5 * (offsets / _SIGMA) ** 2)
    window = (window / window.sum()).expand(pictures.shape[1], 1, -1)  # [channels, 1, 11]
    padded = functional.pad(pictures, (_RADIUS,) * 4, mode="reflect")
    across = functional.conv2d(padded, window[:, :, None], groups=pictures.shape[1])
    return functional.conv2d(across, window[:, :, :, None], groups=pictures.shape[1])


def _masked_mean(values: Tensor, hidden: Tensor) -> Tensor:
    weights = hidden.expand_as(values).float()
    return (values * weights).sum((1, 2, 3)) / weights.sum((1, 2, 3)).clamp(min=1)
