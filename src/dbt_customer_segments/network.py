"""The autoencoder with outcome heads, and its training loop. Imports PyTorch."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

EMBEDDING = 32


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


@dataclass(frozen=True)
class Rows:
    """Training rows: inputs (rows, features), and outcomes (rows, 2) or None without history."""

    inputs: NDArray[np.float32]
    outcomes: NDArray[np.float32] | None

    def take(self, index: NDArray[np.bool_]) -> "Rows":
        """Return the rows where ``index`` holds."""
        outcomes = None if self.outcomes is None else self.outcomes[index]
        return Rows(self.inputs[index], outcomes)


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to train.

    ``batch`` grows with the rows so that an epoch has at most ``most_steps`` steps, and no more
    than about ``most_rows`` rows pass through the network in all: large shops train on better
    gradients, not for longer. ``noise`` (standard deviations) is added to the inputs, so that
    the embedding keeps what survives small differences.
    """

    batch: int = 256
    most_steps: int = 200
    most_epochs: int = 60
    most_rows: int = 1_600_000
    patience: int = 6
    learning_rate: float = 1e-3
    weight_decay: float = 1e-2
    noise: float = 0.2
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

    network: OutcomeAutoencoder
    epochs: int
    reconstruction_loss: float
    outcome_loss: float | None
    history: list[float] = field(default_factory=list)


def fit(training: Rows, held_out: Rows, seed: int, schedule: Schedule | None = None) -> Fitted:
    """Train with AdamW until the held-out loss has not improved for ``patience`` epochs.

    Without held-out rows the training rows stand in for them.
    """
    schedule = schedule or Schedule()
    watched = held_out if len(held_out.inputs) else training
    with torch.random.fork_rng(), _one_thread():
        torch.manual_seed(seed)
        network = OutcomeAutoencoder(training.inputs.shape[1])
        return _run(network, _tensors(training), _tensors(watched), schedule)


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
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
    optimizer = torch.optim.AdamW(
        network.parameters(),
        lr=schedule.learning_rate,
        weight_decay=schedule.weight_decay,
        fused=True,
    )
    best, best_state, waited = Fitted(network, 0, np.inf, None), _state(network), 0
    lowest = np.inf
    bar = tqdm(
        range(schedule.epochs_for(len(training[0]))),
        desc="training segments",
        leave=False,
        disable=not sys.stderr.isatty(),
    )
    for epoch in bar:
        _epoch(network, optimizer, *training, schedule)
        with torch.no_grad():
            reconstruction, outcome = _losses(network, *watched, noise=0.0)
        loss = float(reconstruction + schedule.outcome_weight * outcome)
        best.history.append(loss)
        if loss < lowest - 1e-4:
            lowest, waited, best_state = loss, 0, _state(network)
            best.epochs, best.reconstruction_loss = epoch + 1, float(reconstruction)
            best.outcome_loss = None if watched[1] is None else float(outcome)
        else:
            waited += 1
            if waited >= schedule.patience:
                break
    network.load_state_dict(best_state)
    network.eval()
    return best


def _epoch(
    network: OutcomeAutoencoder,
    optimizer: torch.optim.Optimizer,
    inputs: Tensor,
    outcomes: Tensor | None,
    schedule: Schedule,
) -> None:
    for chosen in torch.randperm(len(inputs)).split(  # type: ignore[no-untyped-call]
        schedule.batch_for(len(inputs))
    ):
        batch_outcomes = None if outcomes is None else outcomes[chosen]
        reconstruction, outcome = _losses(network, inputs[chosen], batch_outcomes, schedule.noise)
        optimizer.zero_grad()
        loss = reconstruction + schedule.outcome_weight * outcome
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()


def _losses(
    network: OutcomeAutoencoder, inputs: Tensor, outcomes: Tensor | None, noise: float
) -> tuple[Tensor, Tensor]:
    noisy = inputs + noise * torch.randn_like(inputs) if noise else inputs
    embedding = network.encoder(noisy)
    reconstruction = functional.mse_loss(network.decoder(embedding), inputs)
    if outcomes is None:
        return reconstruction, torch.zeros(())
    revenue, bought = network.heads(embedding).unbind(dim=1)
    outcome = functional.mse_loss(revenue, outcomes[:, 0])
    outcome = outcome + functional.binary_cross_entropy_with_logits(bought, outcomes[:, 1])
    return reconstruction, outcome


def _tensors(rows: Rows) -> tuple[Tensor, Tensor | None]:
    outcomes = None if rows.outcomes is None else torch.from_numpy(rows.outcomes)
    return torch.from_numpy(rows.inputs), outcomes


def _state(network: OutcomeAutoencoder) -> dict[str, Tensor]:
    return {name: values.clone() for name, values in network.state_dict().items()}


def align(network: OutcomeAutoencoder, inputs: NDArray[np.float32], outcome_weight: float) -> None:
    """Turn and stretch the latent until distances in it are distances of what it stands for.

    A trained latent has no scale of its own: the decoder undoes any linear map of it, and each
    seed ends in another one. Here the outputs (restored features and predicted outcomes, both
    standardised) are regressed on the latent, and the latent is expressed in the principal axes
    of that regression, largest first. So a Euclidean distance between two embeddings is that of
    their outputs, as far as these are linear in the latent. Encoder and decoder change together:
    what the network restores stays the same.

    Parameters
    ----------
    network : OutcomeAutoencoder
        Changed in place. The heads are set to read the new latent.
    inputs : array of float32, shape (rows, features)
        Rows that the regression looks at.
    outcome_weight : float
        What a unit of a predicted outcome counts beside a unit of a feature; 0 where the heads
        were not trained.
    """
    with torch.no_grad(), _one_thread():
        latent = network.encoder(torch.from_numpy(inputs))
        predicted = outcome_weight * network.heads(latent)
        outputs = torch.cat([network.decoder(latent), predicted], dim=1)
        latent, outputs = latent.double(), outputs.double()
        origin = latent.mean(dim=0)
        # gelsd: a latent whose columns depend on each other has no other unique answer
        slopes = torch.linalg.lstsq(latent - origin, outputs - outputs.mean(dim=0), driver="gelsd")
        axes, lengths, outward = torch.linalg.svd(slopes.solution)
        scale = torch.zeros(EMBEDDING, dtype=torch.float64)
        scale[: len(lengths)] = lengths
        # an axis that nothing depends on stays small, but can be undone
        scale = scale.clamp_min(max(float(scale.max()), 1e-6) * 1e-3)
        # of the two directions of an axis, that in which its strongest output grows
        outward = outward[: len(lengths)]
        strongest = outward.gather(1, outward.abs().argmax(dim=1, keepdim=True)).squeeze(1)
        axes[:, : len(lengths)] *= torch.where(strongest < 0, -1.0, 1.0)
        _change_latent(network, axes * scale, origin)


def _change_latent(network: OutcomeAutoencoder, basis: Tensor, origin: Tensor) -> None:
    """Replace the latent z by (z - origin) @ basis."""
    inverse = torch.linalg.inv(basis)
    last = _linear(network.encoder)[-1]
    last.bias.copy_((last.bias.double() - origin) @ basis)
    last.weight.copy_(basis.T @ last.weight.double())
    for first in (_linear(network.decoder)[0], network.heads):
        weight = first.weight.double()
        first.bias.copy_(first.bias.double() + weight @ origin)
        first.weight.copy_(weight @ inverse.T)


def _linear(part: nn.Sequential) -> list[nn.Linear]:
    return [layer for layer in part if isinstance(layer, nn.Linear)]


def layers(part: nn.Sequential) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """(weight, bias) of each linear layer, as numpy arrays."""
    return [
        (layer.weight.detach().numpy().copy(), layer.bias.detach().numpy().copy())
        for layer in _linear(part)
    ]


def embed(network: OutcomeAutoencoder, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Embedding of inputs (rows, features), shape (rows, 32)."""
    with torch.no_grad():
        embedding: NDArray[np.float32] = network.encoder(torch.from_numpy(inputs)).numpy()
    return embedding
