"""Teachers: networks whose predictions teach the one that is kept. Imports PyTorch.

What single customers do next is mostly chance; what a network predicts is not. So the network
that is kept learns from the mean of its teachers' predictions in place of the outcomes themselves
(Hinton, Vinyals & Dean 2015, "Distilling the knowledge in a neural network"; for teachers of the
same size Furlanello et al. 2018, ICML, "Born again neural networks").
"""

import dataclasses

import numpy as np
import torch
from numpy.typing import NDArray

from dbt_customer_segments import network as networks
from dbt_customer_segments.champion import Former
from dbt_customer_segments.graph import Layer
from dbt_customer_segments.network import Fitted, OutcomeAutoencoder, Schedule
from dbt_customer_segments.training_data import Prepared, Rows

MOST_TEACHERS = 2
TEACHER_ROWS = 500_000
"""Rows that pass through all teachers: where there are many, chance averages out by itself."""
CONTINUED = Schedule(learning_rate=5e-4, most_epochs=5)
"""From the champion on: slower and shorter, so that its segments keep their places."""


def teach(
    prepared: Prepared, seed: int, former: Former | None, today: NDArray[np.float32]
) -> Fitted:
    """Train the network that is kept, from the champion on where it has the same features.

    It learns to restore customers ``today`` (rows, features) too: those who fell silent of late
    were like nobody at an earlier cutoff.
    """
    training, held_out = prepared.training, prepared.held_out
    if training.outcomes is not None:
        training, held_out = _taught(prepared, seed, former)
    training = training.beside(today)
    if former is None or not former.can_continue:
        return networks.fit(training, held_out, seed)
    return networks.fit(training, held_out, seed, CONTINUED, _network(prepared, former))


def _taught(prepared: Prepared, seed: int, former: Former | None) -> tuple[Rows, Rows]:
    """Rows with the mean of the teachers' predictions, of which the champion's count half.

    Without teachers the outcomes themselves stand in for them.
    """
    both = (prepared.training, prepared.held_out)
    told: list[list[NDArray[np.float32]]] = []
    for number in range(1, _teachers(len(both[0].inputs)) + 1):
        # seeds of their own: (seed, number) as one, so that no two networks begin alike
        (own,) = np.random.SeedSequence([seed, number]).generate_state(1)
        teacher = networks.fit(*both, int(own)).network
        told.append([_predicted(teacher, rows) for rows in both])
    means = [np.mean(parts, axis=0) for parts in zip(*told, strict=True)]
    if former is not None and former.outcomes is not None:
        outcomes = prepared.standardised(former.outcomes)
        is_held_out = prepared.is_held_out
        known = [outcomes[~is_held_out], outcomes[is_held_out]]
        means = means or [np.asarray(rows.outcomes) for rows in both]
        means = [(mean + part) / 2 for mean, part in zip(means, known, strict=True)]
    if not means:
        return prepared.training, prepared.held_out
    taught = [
        dataclasses.replace(rows, outcomes=mean.astype(np.float32))
        for rows, mean in zip(both, means, strict=True)
    ]
    return taught[0], taught[1]


def _teachers(rows: int) -> int:
    passes = rows * Schedule().epochs_for(rows)
    return min(MOST_TEACHERS, TEACHER_ROWS // max(passes, 1))


def _predicted(network: OutcomeAutoencoder, rows: Rows) -> NDArray[np.float32]:
    return networks.predict(network, networks.embed(network, rows.inputs))


def _network(prepared: Prepared, former: Former) -> OutcomeAutoencoder:
    """Make the champion's network again from its file."""
    weights = former.weights()
    network = OutcomeAutoencoder(prepared.training.inputs.shape[1])
    with torch.no_grad():
        for prefix in ("encoder", "decoder"):
            for number, layer in enumerate(networks.linear_layers(getattr(network, prefix))):
                layer.weight.copy_(torch.tensor(weights[f"{prefix}_{number}_weight"]))
                layer.bias.copy_(torch.tensor(weights[f"{prefix}_{number}_bias"]))
        if "heads_weight" in weights:
            scales = np.array([prepared.revenue_scale, 1.0], dtype=np.float32)
            means = np.array([prepared.revenue_mean, 0.0], dtype=np.float32)
            bias = (weights["heads_bias"] - means) / scales
            network.heads.weight.copy_(torch.from_numpy(weights["heads_weight"] / scales[:, None]))
            network.heads.bias.copy_(torch.from_numpy(bias))
    return network


def heads(network: OutcomeAutoencoder, prepared: Prepared) -> Layer:
    """(weight, bias) of the heads, log revenue in its own units."""
    scales = np.array([prepared.revenue_scale, 1.0], dtype=np.float32)
    means = np.array([prepared.revenue_mean, 0.0], dtype=np.float32)
    weight, bias = (part.detach().numpy() for part in (network.heads.weight, network.heads.bias))
    return weight * scales[:, None], bias * scales + means
