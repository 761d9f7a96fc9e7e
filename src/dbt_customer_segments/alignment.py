"""Give a trained latent a scale: distances in it become distances of the network's outputs."""

import copy

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dbt_customer_segments.network import (
    EMBEDDING,
    OutcomeAutoencoder,
    linear_layers,
    one_thread,
)


def align(
    network: OutcomeAutoencoder, inputs: NDArray[np.float32], outcome_weight: float
) -> OutcomeAutoencoder:
    """Turn and stretch the latent until distances in it are distances of what it stands for.

    A trained latent has no scale of its own: the decoder undoes any linear map of it, and each
    seed ends in another one. Here the outputs (restored features and predicted outcomes) are
    regressed on the latent, and the latent is expressed in the principal axes of that
    regression, largest first. So a Euclidean distance between two embeddings is that of their
    outputs, as far as these are linear in the latent. Encoder and decoder change together: what
    the network restores stays the same.

    An output counts by the information that an observation of it carries: a squared distance is,
    to second order, twice what the likelihood loses if one customer is taken for the other, where
    the features together count as one observation and each outcome as ``outcome_weight``.

    Parameters
    ----------
    network : OutcomeAutoencoder
        Left as it is. What is returned restores and predicts the same.
    inputs : array of float32, shape (rows, features)
        Rows that the regression looks at.
    outcome_weight : float
        What an outcome counts beside the mean of the features; 0 where the heads were not
        trained.
    """
    with torch.no_grad(), one_thread():
        network = copy.deepcopy(network)
        latent = network.encoder(torch.from_numpy(inputs))
        outputs = _outputs(network, latent, outcome_weight)
        latent, outputs = latent.double(), outputs.double()
        origin = latent.mean(dim=0)
        white = _whitening(latent - origin)
        outputs -= outputs.mean(dim=0)
        slopes = ((latent - origin) @ white).T @ outputs / len(inputs)
        axes, lengths, outward = torch.linalg.svd(slopes)
        scale = torch.zeros(EMBEDDING, dtype=torch.float64)
        scale[: len(lengths)] = lengths
        # an axis that nothing depends on stays small, but can be undone
        scale = scale.clamp_min(max(float(scale.max()), 1e-6) * 1e-3)
        # of the two directions of an axis, that in which its strongest output grows
        outward = outward[: len(lengths)]
        strongest = outward.gather(1, outward.abs().argmax(dim=1, keepdim=True)).squeeze(1)
        axes[:, : len(lengths)] *= torch.where(strongest < 0, -1.0, 1.0)
        _change_latent(network, white @ axes * scale, origin)
    return network


def _whitening(centred: Tensor) -> Tensor:
    """Map rows to uncorrelated coordinates of variance 1; hardly any variance stays less."""
    variances, directions = torch.linalg.eigh(centred.T @ centred / len(centred))
    floor = max(float(variances.max()), 1e-12) * 1e-6
    white: Tensor = directions / variances.clamp_min(floor).sqrt()
    return white


def _outputs(network: OutcomeAutoencoder, latent: Tensor, outcome_weight: float) -> Tensor:
    """Restored features and predicted outcomes, each times the root of its information."""
    restored, predicted = network.decoder(latent), network.heads(latent)
    chance = torch.sigmoid(predicted[:, 1])
    # that of a standardised value is 1
    information = 1 / (chance * (1 - chance)).mean()
    told = torch.stack([predicted[:, 0], chance * information.sqrt()], dim=1)
    return torch.cat([restored / restored.shape[1] ** 0.5, told * outcome_weight**0.5], dim=1)


def _change_latent(network: OutcomeAutoencoder, basis: Tensor, origin: Tensor) -> None:
    """Replace the latent z by (z - origin) @ basis."""
    inverse = torch.linalg.inv(basis)
    last = linear_layers(network.encoder)[-1]
    last.bias.copy_((last.bias.double() - origin) @ basis)
    last.weight.copy_(basis.T @ last.weight.double())
    for first in (linear_layers(network.decoder)[0], network.heads):
        weight = first.weight.double()
        first.bias.copy_(first.bias.double() + weight @ origin)
        first.weight.copy_(weight @ inverse.T)
