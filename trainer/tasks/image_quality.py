"""How near a painted picture comes to the true one where it was hidden: PSNR and SSIM."""

from torch import Tensor

_WINDOW_PX = 11


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
    from kornia.metrics import ssim  # takes most of a second to import, and only scores need it

    likeness: Tensor = ssim(a, b, _WINDOW_PX)
    return likeness


def _masked_mean(values: Tensor, hidden: Tensor) -> Tensor:
    weights = hidden.expand_as(values).float()
    return (values * weights).sum((1, 2, 3)) / weights.sum((1, 2, 3)).clamp(min=1)
