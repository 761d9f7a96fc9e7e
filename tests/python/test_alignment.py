"""Alignment: distances of the latent become distances of what it stands for."""

import copy

import numpy as np
import torch

from dbt_customer_segments import network as networks
from dbt_customer_segments.alignment import align


def _inputs(rows: int = 300) -> np.ndarray:
    return np.random.default_rng(3).standard_normal((rows, 5)).astype(np.float32)


def test_alignment_changes_neither_what_is_restored_nor_what_is_predicted() -> None:
    inputs, network = _inputs(), networks.OutcomeAutoencoder(5)
    aligned = align(network, inputs, 1.0)
    before, after = (networks.embed(each, inputs) for each in (network, aligned))
    assert not np.allclose(before, after, atol=1e-3)
    with torch.no_grad():
        restored = [
            each.decoder(torch.from_numpy(embedding)).numpy()
            for each, embedding in ((network, before), (aligned, after))
        ]
    np.testing.assert_allclose(restored[0], restored[1], atol=1e-4)
    np.testing.assert_allclose(
        networks.predict(network, before), networks.predict(aligned, after), atol=1e-4
    )


def test_alignment_undoes_any_linear_map_of_the_latent() -> None:
    inputs, network = _inputs(), networks.OutcomeAutoencoder(5)
    mapped = copy.deepcopy(network)
    mixing = np.random.default_rng(4).standard_normal((32, 32)).astype(np.float32)
    mixing = torch.from_numpy(mixing / 4 + 2 * np.eye(32, dtype=np.float32))
    last, first = mapped.encoder[-1], mapped.decoder[0]
    with torch.no_grad():
        last.weight.copy_(mixing @ last.weight)
        last.bias.copy_(mixing @ last.bias)
        for reader in (first, mapped.heads):
            reader.weight.copy_(reader.weight @ torch.linalg.inv(mixing))
    one, other = (networks.embed(align(each, inputs, 1.0), inputs) for each in (network, mapped))
    spread = one[:, 0].std()
    assert one.std(axis=0).argmax() == 0
    assert spread > 0.01
    np.testing.assert_allclose(one[:, 0], other[:, 0], atol=spread / 50)
    np.testing.assert_allclose(
        np.linalg.norm(one - one[0], axis=1),
        np.linalg.norm(other - other[0], axis=1),
        atol=spread / 50,
    )


def test_the_weight_of_outcomes_stretches_the_predictions_alone() -> None:
    inputs, network = _inputs(), networks.OutcomeAutoencoder(5)
    lengths = []
    for weight in (0.0, 1.0, 100.0):
        aligned = align(network, inputs, weight)
        embedding = networks.embed(aligned, inputs)
        logit = np.log(1 / (1 / networks.predict(aligned, embedding)[:, 1] - 1))
        slopes = np.linalg.lstsq(embedding - embedding.mean(0), logit - logit.mean(), rcond=1e-2)
        lengths.append(np.linalg.norm(slopes[0]))
    # the longer the axis of the predictions, the less they rise along it
    assert lengths[0] > 1.5 * lengths[1] > 2 * lengths[2]
