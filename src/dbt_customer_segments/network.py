"""The autoencoder with outcome heads, and its training loop. Imports PyTorch."""

import contextlib
import copy
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from dbt_customer_segments.optimizer import AdamW, learning_rate
from dbt_customer_segments.training_data import Rows

EMBEDDING = 32
PIECE = 4096
"""Rows at a time where there is no batch: more are no faster."""


class OutcomeAutoencoder(nn.Module):
    """Encoder 128-64-32 with a linear latent, decoder 64-128, and two linear outcome heads.

    The heads predict, from the embedding, the standardised logarithm of the next horizon's
    revenue and the logit of buying at all.
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(features, 128),
            nn.ReLU(),
            nn.Linear(128, 64),
            nn.ReLU(),
            nn.Linear(64, EMBEDDING),
        )
        self.decoder = nn.Sequential(
            nn.Linear(EMBEDDING, 64),
            nn.ReLU(),
            nn.Linear(64, 128),
            nn.ReLU(),
            nn.Linear(128, features),
        )
        self.heads = nn.Linear(EMBEDDING, 2)

    def losses(
        self, inputs: Tensor, outcomes: Tensor | None, noise: float
    ) -> tuple[Tensor, Tensor]:
        """Error of what is restored from noisy inputs, and of what is predicted, if anything.

        Rows whose outcomes are NaN count in the first alone.
        """
        noisy = inputs + noise * torch.randn_like(inputs) if noise else inputs
        embedding = self.encoder(noisy)
        reconstruction = functional.mse_loss(self.decoder(embedding), inputs)
        if outcomes is None:
            return reconstruction, torch.zeros(())
        known = ~outcomes[:, 0].isnan()
        if not known.any():
            return reconstruction, torch.zeros(())
        outcomes = outcomes[known]
        revenue, bought = self.heads(embedding[known]).unbind(dim=1)
        outcome = functional.mse_loss(revenue, outcomes[:, 0])
        outcome = outcome + functional.binary_cross_entropy_with_logits(bought, outcomes[:, 1])
        return reconstruction, outcome


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to train.

    ``batch`` grows with the rows so that an epoch has at most ``most_steps`` steps, and no more
    than about ``most_rows`` rows pass through the network in all: large shops train on better
    gradients, not for longer. The learning rate rises to ``learning_rate`` in the first tenth of
    the steps and falls to nothing along a cosine, so that the end does not depend on the last
    batches. ``noise`` (standard deviations) is added to the inputs, so that the embedding keeps
    what survives small differences.
    """

    batch: int = 256
    most_steps: int = 400
    most_epochs: int = 20
    most_rows: int = 600_000
    patience: int = 6
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    noise: float = 0.4
    outcome_weight: float = 1.0

    def batch_for(self, rows: int) -> int:
        """Rows a step."""
        return max(self.batch, -(-rows // self.most_steps))

    def epochs_for(self, rows: int) -> int:
        """Epochs at the most."""
        return max(1, min(self.most_epochs, -(-self.most_rows // max(rows, 1))))


@dataclass
class Fitted:
    """A trained network and how it ended."""

    network: Any
    epochs: int
    reconstruction_loss: float
    outcome_loss: float | None
    history: list[float] = field(default_factory=list)


def fit(
    training: Rows,
    held_out: Rows,
    seed: int,
    schedule: Schedule | None = None,
    start: OutcomeAutoencoder | None = None,
    make: Callable[[int], OutcomeAutoencoder] = OutcomeAutoencoder,
) -> Fitted:
    """Train with AdamW until the held-out loss has not improved for ``patience`` epochs.

    Without held-out rows the training rows stand in for them. With ``start``, which is left as
    it is, training goes on from there; else from what ``make`` gives for a number of features.
    """
    schedule = schedule or Schedule()
    watched = held_out if len(held_out.inputs) else training
    with torch.random.fork_rng(), one_thread():
        torch.manual_seed(seed)
        network = copy.deepcopy(start) or make(training.inputs.shape[1])
        return _run(network, _tensors(training), _tensors(watched), schedule)


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Run PyTorch on one thread inside."""
    # the layers are too small to share, and sums then have one order on every machine
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _run(
    network: OutcomeAutoencoder,
    training: tuple[Tensor, Tensor | None],
    watched: tuple[Tensor, Tensor | None],
    schedule: Schedule,
) -> Fitted:
    optimizer = AdamW(network.parameters(), schedule.weight_decay)
    epochs = schedule.epochs_for(len(training[0]))
    best, best_state, waited = Fitted(network, 0, np.inf, None), _state(network), 0
    lowest = np.inf
    bar = tqdm(
        range(epochs),
        desc="training segments",
        leave=False,
        disable=not sys.stderr.isatty(),
    )
    for epoch in bar:
        _epoch(network, optimizer, epoch, training, schedule)
        reconstruction, outcome = _watch(network, *watched)
        loss = reconstruction + schedule.outcome_weight * outcome
        best.history.append(loss)
        if loss < lowest - 1e-4:
            lowest, waited, best_state = loss, 0, _state(network)
            best.epochs, best.reconstruction_loss = epoch + 1, reconstruction
            best.outcome_loss = None if watched[1] is None else outcome
        else:
            waited += 1
            if waited >= schedule.patience:
                break
    network.load_state_dict(best_state)
    network.eval()
    return best


def _epoch(
    network: OutcomeAutoencoder,
    optimizer: AdamW,
    epoch: int,
    training: tuple[Tensor, Tensor | None],
    schedule: Schedule,
) -> None:
    inputs, outcomes = training
    batches = torch.randperm(len(inputs)).split(  # type: ignore[no-untyped-call]
        schedule.batch_for(len(inputs))
    )
    for number, chosen in enumerate(batches, epoch * len(batches)):
        batch_outcomes = None if outcomes is None else outcomes[chosen]
        reconstruction, outcome = network.losses(inputs[chosen], batch_outcomes, schedule.noise)
        optimizer.forget_gradients()
        loss = reconstruction + schedule.outcome_weight * outcome
        loss.backward()  # type: ignore[no-untyped-call]
        steps = schedule.epochs_for(len(inputs)) * len(batches)
        optimizer.step(learning_rate(number, steps, schedule.learning_rate))


def _watch(
    network: OutcomeAutoencoder, inputs: Tensor, outcomes: Tensor | None
) -> tuple[float, float]:
    """Both losses without noise; in pieces, since memory would grow with the rows."""
    sums = torch.zeros(2)
    with torch.no_grad():
        for start in range(0, len(inputs), PIECE):
            piece = slice(start, start + PIECE)
            watched = None if outcomes is None else outcomes[piece]
            losses = torch.stack(network.losses(inputs[piece], watched, noise=0.0))
            sums += losses * len(inputs[piece])
    reconstruction, outcome = (sums / len(inputs)).tolist()
    return reconstruction, outcome


def _tensors(rows: Rows) -> tuple[Tensor, Tensor | None]:
    outcomes = None if rows.outcomes is None else torch.from_numpy(rows.outcomes)
    return torch.from_numpy(rows.inputs), outcomes


def _state(network: OutcomeAutoencoder) -> dict[str, Tensor]:
    return {name: values.clone() for name, values in network.state_dict().items()}


def linear_layers(part: nn.Sequential) -> list[nn.Linear]:
    """Return the linear layers, in order."""
    return [layer for layer in part if isinstance(layer, nn.Linear)]


def layers(part: nn.Sequential) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """(weight, bias) of each linear layer, as numpy arrays."""
    return [
        (layer.weight.detach().numpy().copy(), layer.bias.detach().numpy().copy())
        for layer in linear_layers(part)
    ]


def embed(network: Any, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Embedding of inputs (rows, features), shape (rows, 32)."""
    embedding = np.empty((len(inputs), EMBEDDING), dtype=np.float32)
    with torch.no_grad(), one_thread():
        for start in range(0, len(inputs), PIECE):
            piece = slice(start, start + PIECE)
            embedding[piece] = network.encoder(torch.from_numpy(inputs[piece])).numpy()
    return embedding


def predict(network: OutcomeAutoencoder, embedding: NDArray[np.float32]) -> NDArray[np.float32]:
    """Predict log revenue (standardised) and the chance to buy at all, shape (rows, 2)."""
    with torch.no_grad():
        revenue, bought = network.heads(torch.from_numpy(embedding)).unbind(dim=1)
        predicted: NDArray[np.float32] = torch.stack([revenue, bought.sigmoid()], dim=1).numpy()
    return predicted
