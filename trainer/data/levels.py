"""The augmentation levels of HMTL's authors, as near as our own operations come to theirs, and our default."""

from types import MappingProxyType

from trainer.data.augment import NOTHING, Augmentation

# The authors' pictures are loose: what they cut at its tightest, 0.69 of the side, is our crop of scale 1.
_LOOSEST = 0.99 / 0.69

LEVELS = MappingProxyType(
    {
        "default": Augmentation(),
        "no": Augmentation(
            flip=0.5,
            scale=NOTHING.scale,
            shift=0.0,
            turn_deg=0.0,
            contrast=NOTHING.contrast,
            brightness=0.0,
            tint=0.0,
            grey=0.0,
            blur=0.0,
            coarse=0.0,
            noise=0.0,
            cutout=0.0,
        ),
        "weak": Augmentation(
            flip=0.5,
            scale=(1.0, _LOOSEST),
            shift=0.0,
            turn_deg=15.0,
            contrast=(0.6, 1.4),
            brightness=0.0,
            tint=0.0,
            grey=0.0,
            blur=0.0,
            coarse=0.0,
            noise=0.0,
            cutout=0.0,
        ),
        "strong": Augmentation(
            flip=0.5,
            scale=(1.0, _LOOSEST),
            shift=0.0,
            turn_deg=20.0,
            contrast=(0.6, 1.4),
            brightness=0.05,
            tint=0.0,
            grey=0.0,
            blur=0.5,
            coarse=0.0,
            noise=1.0,
            noise_sd=0.05 * 255,
            cutout=1.0,
            cutout_share=(60 / 224, 60 / 224),
        ),
        "strong-112": Augmentation(
            flip=0.5,
            scale=(0.75, 1.0),
            shift=0.125,
            turn_deg=25.0,
            contrast=(0.68, 1.32),
            brightness=0.16,
            tint=0.9,
            grey=0.3,
            blur=0.2,
            coarse=0.2,
            coarse_px=(28, 85),
            noise=0.0,
            cutout=1.0,
            cutout_share=(40 / 112, 40 / 112),
        ),
    }
)
"""By the name a configuration gives: `augmentation = "weak"`."""
