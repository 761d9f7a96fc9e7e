"""The networks that segments_network names. Imports PyTorch."""

import dataclasses

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from dbt_customer_segments import network as networks
from dbt_customer_segments import teaching, variational
from dbt_customer_segments.champion import Former
from dbt_customer_segments.network import EMBEDDING, Fitted
from dbt_customer_segments.training_data import Prepared, Rows


class Axes(nn.Module):
    """No network: the inputs on their first principal axes, one linear layer there and back.

    Parameters
    ----------
    inputs : array of float32, shape (rows, features)
        The axes are theirs. Beyond ``EMBEDDING`` of them nothing is kept; where there are
        fewer features the rest of the embedding is 0.
    """

    def __init__(self, inputs: NDArray[np.float32]) -> None:
        super().__init__()
        features = inputs.shape[1]
        there, back = nn.Linear(features, EMBEDDING), nn.Linear(EMBEDDING, features)
        self.encoder, self.decoder = nn.Sequential(there), nn.Sequential(back)
        rows = inputs.astype(np.float64)
        mean = rows.mean(axis=0)
        _, directions = np.linalg.eigh((rows - mean).T @ (rows - mean))
        kept = directions[:, ::-1][:, :EMBEDDING]
        # of the two directions of an axis, that in which its strongest feature grows
        strongest = np.take_along_axis(kept, np.abs(kept).argmax(axis=0)[None], axis=0)
        axes = np.zeros((features, EMBEDDING))
        axes[:, : kept.shape[1]] = kept * np.where(strongest < 0, -1, 1)
        with torch.no_grad():
            there.weight.copy_(torch.from_numpy(axes.T.copy()))
            there.bias.copy_(torch.from_numpy(-mean @ axes))
            back.weight.copy_(torch.from_numpy(axes))
            back.bias.copy_(torch.from_numpy(mean))


def teach(
    kind: str,
    prepared: Prepared,
    inputs: NDArray[np.float32],
    seed: int,
    former: Former | None,
) -> Fitted:
    """Train the network of a kind, one of the choices of segments_network.

    Parameters
    ----------
    inputs : array of float32, shape (customers today, features)
    former : Former, optional
        The champion, from which training goes on where it can.
    """
    # without history they are the training rows
    today = inputs if len(prepared.is_held_out) else inputs[:0]
    if kind == "outcome_autoencoder":
        return teaching.teach(prepared, seed, former, today)
    if kind == "none":
        with torch.random.fork_rng():
            axes = Axes(inputs)
        return Fitted(axes, 0, _error(axes, inputs), None)
    training, held_out = (
        Rows(rows.inputs, None) for rows in (prepared.training, prepared.held_out)
    )
    if kind == "autoencoder":
        alone = dataclasses.replace(prepared, training=training, held_out=held_out)
        return teaching.teach(alone, seed, former, today)
    return networks.fit(
        training.beside(today),
        held_out,
        seed,
        variational.SCHEDULE,
        make=variational.VariationalAutoencoder,
    )


def _error(axes: Axes, inputs: NDArray[np.float32]) -> float:
    with torch.no_grad():
        restored = axes.decoder(torch.from_numpy(networks.embed(axes, inputs))).numpy()
    return float(((restored - inputs) ** 2).mean())
