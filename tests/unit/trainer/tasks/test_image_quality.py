"""PSNR and SSIM against scikit-image and numbers worked out by hand."""

import numpy as np
import pytest
import torch
from skimage.metrics import structural_similarity

from trainer.tasks.image_quality import masked_psnr, masked_ssim, ssim_map


def pictures(seed: int) -> torch.Tensor:
    return torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(seed))


def half() -> torch.Tensor:
    mask = torch.zeros(2, 1, 32, 32, dtype=torch.bool)
    mask[..., :16] = True
    return mask


def test_psnr_counts_the_hidden_part_only() -> None:
    a = pictures(1)
    b = a.clone()
    b[0, :, :, :16] += 0.1  # 10 log10(1 / 0.01) = 20 dB
    b[1, :, :, :16] += 0.01  # 40 dB
    b[..., 16:] += 0.5
    assert masked_psnr(a, b, half()).tolist() == pytest.approx([20, 40], abs=1e-3)


def test_ssim_agrees_with_scikit_image() -> None:
    a, b = pictures(2), (pictures(2) + 0.3 * pictures(3)).clamp(0, 1)
    ours = ssim_map(a, b).numpy()
    for picture in range(2):
        _, theirs = structural_similarity(
            a[picture].numpy().astype(np.float64),
            b[picture].numpy().astype(np.float64),
            channel_axis=0,
            data_range=1.0,
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
            full=True,
        )
        inner = slice(5, -5)  # at the edge the two pad differently
        assert ours[picture][:, inner, inner] == pytest.approx(theirs[:, inner, inner], abs=1e-4)


def test_ssim_of_the_same_picture_is_one() -> None:
    assert masked_ssim(pictures(4), pictures(4), half()).tolist() == pytest.approx([1, 1])
