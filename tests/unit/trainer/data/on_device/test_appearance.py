"""Light and detail in batches against cv2 on single pictures."""

import cv2
import numpy as np
import pytest
import torch

from trainer.data.augment import Augmentation
from trainer.data.on_device.appearance import blurred, coarse, lit, noisy

SIDE = 40


def pictures(count: int) -> np.ndarray:
    return np.random.default_rng(2).integers(0, 256, (count, SIDE, SIDE, 3), dtype=np.uint8)


def batch_of(found: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(found).permute(0, 3, 1, 2).float()


def pixels_of(faces: torch.Tensor) -> np.ndarray:
    return faces.permute(0, 2, 3, 1).numpy()


def test_light_changes_each_colour_of_each_face_by_its_own_line() -> None:
    found = pictures(2)
    level, lift = torch.tensor([[0.7, 1.0, 1.2], [1.4, 1.4, 1.4]]), torch.tensor([[10.0, -20.0, 0.0], [-40, -40, -40]])
    faces = pixels_of(lit(batch_of(found), level, lift, torch.tensor([False, True])))
    grey = cv2.cvtColor(cv2.cvtColor(found[1], cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    for row, picture in enumerate((found[0], grey)):
        matrix = np.hstack([np.diag(level[row].numpy()), lift[row].numpy()[:, None]])
        assert np.abs(faces[row] - cv2.transform(picture, matrix)).max() <= 1.5
    assert faces.min() == 0
    assert faces.max() == 255


@pytest.mark.parametrize("small_px", [12, 20, 33, 40, 47])
def test_coarse_faces_are_those_of_cv2(small_px: int) -> None:
    found = pictures(2)
    faces = pixels_of(coarse(batch_of(found), torch.tensor([small_px, 20]), (12, 48)))
    for row, side in enumerate((small_px, 20)):
        small = cv2.resize(found[row], (side, side), interpolation=cv2.INTER_AREA)
        expected = cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
        assert np.abs(faces[row] - expected).max() <= 3
        assert np.abs(faces[row] - expected).mean() <= 0.6


def test_each_face_is_blurred_by_its_own_width() -> None:
    for how, sigmas in ((Augmentation(), (0.5, 1.6)), (Augmentation(blur_sigma=(0.4, 3.0)), (0.5, 3.0))):
        found = pictures(2)
        faces = pixels_of(blurred(batch_of(found), torch.tensor(sigmas), how.blur_px))
        for row, sigma in enumerate(sigmas):
            assert np.abs(faces[row] - cv2.GaussianBlur(found[row], (how.blur_px,) * 2, sigma)).max() <= 2


def test_the_kernel_holds_the_widest_blur() -> None:
    assert Augmentation().blur_px == 5
    wide = Augmentation(blur_sigma=(0.4, 3.0)).blur_px
    point = np.zeros((41, 41), np.float32)
    point[20, 20] = 1
    across = cv2.GaussianBlur(point, (wide, wide), 3.0).sum(0)
    assert np.sqrt((across * (np.arange(41) - 20) ** 2).sum()) > 0.65 * 3.0


def test_noise_is_grey_normal_and_each_key_s_own() -> None:
    flat = torch.full((3, 3, SIDE, SIDE), 128.0)
    changed = noisy(flat, torch.tensor([2.0, 8.0, 8.0]), torch.tensor([5, 99, 99 + 2**22]), torch.ones(3)) - 128
    assert torch.equal(changed[:, 0], changed[:, 1])
    for row, sd in enumerate((2.0, 8.0, 8.0)):
        assert float(changed[row, 0].std()) == pytest.approx(sd, rel=0.1)
        assert abs(float(changed[row].mean())) < 0.1 * sd
    assert float(torch.corrcoef(changed[:, 0].flatten(1)).fill_diagonal_(0).abs().max()) < 0.1
    again = noisy(flat[:1], torch.tensor([8.0]), torch.tensor([99]), torch.ones(1)) - 128
    assert torch.equal(again[0], changed[1])


def test_each_face_has_noise_of_its_own_grain_enlarged_as_cv2_does() -> None:
    flat, start = torch.full((2, 3, 48, 48), 128.0), torch.tensor([7, 7])
    fine, enlarged = noisy(flat, torch.tensor([8.0, 8.0]), start, torch.tensor([1.0, 3.0]))[:, 0] - 128
    middle = fine[16:32, 16:32].numpy()
    expected = cv2.resize(middle, (48, 48), interpolation=cv2.INTER_LINEAR)
    assert enlarged[2:-2, 2:-2].numpy() == pytest.approx(expected[2:-2, 2:-2], abs=1e-3)
