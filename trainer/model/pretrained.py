"""ImageNet weights for a backbone, from a local safetensors file in timm's naming."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from trainer.model.stages import Backbone, BackboneError

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_SD = (0.229, 0.224, 0.225)

_CLASSIFIERS = ("fc.", "classifier.", "head.", "pre_logits.")
_COUNTER = "num_batches_tracked"  # older files lack it; the network does not compute with it


def load_pretrained(backbone: Backbone, path: Path) -> tuple[str, ...]:
    """Put the file's weights into the backbone; gives the classifier's keys, which were left out.

    Raises BackboneError, with the backbone unchanged, if a key is missing, unknown, of another shape or not finite.
    The network then expects pictures normalised by IMAGENET_MEAN and IMAGENET_SD; see fold_normalisation.
    """
    weights = _weights_in(path)
    wanted = backbone.weighted.state_dict()
    unused = tuple(key for key in weights if key not in wanted)
    for key in unused:
        if not key.startswith(_CLASSIFIERS):
            raise BackboneError(f"{path} holds `{key}`, which this backbone has not; give the weights of its own name.")
    for key, value in wanted.items():
        _check_fit(key, value, weights, path)
    backbone.weighted.load_state_dict({key: value for key, value in weights.items() if key in wanted}, strict=False)
    return unused


def _weights_in(path: Path) -> dict[str, Tensor]:
    """All tensors of a safetensors file; nothing in it is executed."""
    try:
        return load_file(path)
    except OSError as error:
        raise BackboneError(f"{path} cannot be read ({error}); give a safetensors file.") from error
    except SafetensorError as error:
        raise BackboneError(f"{path} is not a whole safetensors file ({error}); get it again.") from error


def _check_fit(key: str, value: Tensor, weights: Mapping[str, Tensor], path: Path) -> None:
    if key not in weights:
        if key.endswith(_COUNTER):
            return
        raise BackboneError(f"{path} lacks `{key}` of shape {tuple(value.shape)}; give the weights of this backbone.")
    given = weights[key]
    if given.shape != value.shape:
        shapes = f"{tuple(given.shape)} where the backbone has {tuple(value.shape)}"
        raise BackboneError(f"{path} holds `{key}` of shape {shapes}; give the weights of this backbone.")
    if given.is_floating_point() != value.is_floating_point() or not torch.isfinite(given).all():
        raise BackboneError(f"{path} holds values in `{key}` that are no finite numbers of its kind; get it again.")


@torch.no_grad()
def fold_normalisation(backbone: Backbone, mean: float, sd: float) -> None:
    """Let a backbone trained on ImageNet's normalisation take (x - mean) / sd of pictures x in 0..1 instead.

    Each channel differs by a scale and a shift: the scale goes into the first convolution, the shift into its bias
    or into the mean of the batch norm after it. Exact but for rounding, save where the first convolution reaches
    over the border: zero padding then means grey `mean` instead of ImageNet's mean colour. In training mode the
    shift cancels in the batch statistics, and the running mean moves to the new value by itself.
    Raises BackboneError for a network that does not begin so.
    """
    convolution, norm = _first_layers(backbone.weighted)
    sds, means = torch.tensor(IMAGENET_SD), torch.tensor(IMAGENET_MEAN)
    weight = convolution.weight  # [out, 3, k, k]
    shift = (weight * ((mean - means) / sds).to(weight).view(1, 3, 1, 1)).sum((1, 2, 3))  # [out]
    weight.mul_((sd / sds).to(weight).view(1, 3, 1, 1))
    if convolution.bias is not None:
        convolution.bias.add_(shift)
    elif norm is not None and norm.running_mean is not None and norm.num_features == len(shift):
        norm.running_mean.sub_(shift)
    else:
        raise BackboneError("This backbone's first layer cannot take another normalisation; choose another backbone.")


def _first_layers(net: nn.Module) -> tuple[nn.Conv2d, nn.BatchNorm2d | None]:
    """The convolution on the picture, and the batch norm defined right after it."""
    layers = [module for module in net.modules() if not list(module.children())]
    for index, layer in enumerate(layers):
        if isinstance(layer, nn.Conv2d):
            after = layers[index + 1] if index + 1 < len(layers) else None
            if layer.in_channels == 3 and layer.groups == 1:
                return layer, after if isinstance(after, nn.BatchNorm2d) else None
            break
    raise BackboneError("This backbone does not begin with a convolution on the picture; choose another backbone.")
