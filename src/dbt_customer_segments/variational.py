"""The variational autoencoder (Kingma & Welling 2014, ICLR). Imports PyTorch."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from dbt_customer_segments.network import EMBEDDING, OutcomeAutoencoder, Schedule

BETA = 0.2
"""What the divergence counts (Higgins et al. 2017, ICLR, "beta-VAE"): with 1 coordinates of the
latent collapse onto the prior, with 0.2 hardly one does (decision 0015)."""
SCHEDULE = Schedule(noise=0.0)
"""As the others, but without noise in the inputs: the latent has its own."""


class VariationalAutoencoder(OutcomeAutoencoder):
    """An encoder that also tells how sure it is of each coordinate of the embedding.

    It is trained to restore the inputs from a draw of N(mean, variance), and to keep that near
    N(0, 1). The embedding is the mean; the logarithm of the variance serves training alone, and
    the outcome heads take no part.
    """

    def __init__(self, features: int) -> None:
        super().__init__(features)
        self.log_variance = nn.Linear(64, EMBEDDING)

    def losses(
        self, inputs: Tensor, outcomes: Tensor | None, noise: float
    ) -> tuple[Tensor, Tensor]:
        """Mean squared error, and the divergence that the evidence lower bound has beside it.

        With normal outputs of variance 1 the bound is, times -2 / features, the error plus
        2 / features times the divergence from N(0, 1); here ``BETA`` times that.
        """
        del outcomes, noise
        hidden = self.encoder[:-1](inputs)
        mean, log_variance = self.encoder[-1](hidden), self.log_variance(hidden)
        drawn = mean + torch.exp(log_variance / 2) * torch.randn_like(mean)
        reconstruction = functional.mse_loss(self.decoder(drawn), inputs)
        divergence = (mean.square() + log_variance.exp() - 1 - log_variance).sum(dim=1) / 2
        return reconstruction, BETA * 2 / inputs.shape[1] * divergence.mean()
