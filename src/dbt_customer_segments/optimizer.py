"""AdamW on a course of learning rates. Imports PyTorch, but not its compiler."""

import math
from collections.abc import Iterable

import torch
from torch import Tensor
from torch.optim.adamw import adamw

RISE = 0.1
"""Share of the steps over which the learning rate rises."""
BETAS = (0.9, 0.999)
EPSILON = 1e-8


class AdamW:
    """AdamW (Loshchilov & Hutter 2019, ICLR) by the function that PyTorch's own class calls.

    The class itself imports PyTorch's compiler as soon as it is made: 80 MB and two seconds, for
    nothing that is used here.
    """

    def __init__(self, parameters: Iterable[Tensor], weight_decay: float) -> None:
        self._parameters = list(parameters)
        self._weight_decay = weight_decay
        self._means = [torch.zeros_like(one) for one in self._parameters]
        self._squares = [torch.zeros_like(one) for one in self._parameters]
        self._steps = [torch.zeros(()) for _ in self._parameters]

    def forget_gradients(self) -> None:
        """Begin a step."""
        for parameter in self._parameters:
            parameter.grad = None

    def step(self, learning_rate: float) -> None:
        """Change every parameter that has a gradient."""
        moved = [place for place, one in enumerate(self._parameters) if one.grad is not None]
        with torch.no_grad():
            adamw(
                [self._parameters[place] for place in moved],
                [gradient for one in self._parameters if (gradient := one.grad) is not None],
                [self._means[place] for place in moved],
                [self._squares[place] for place in moved],
                [],
                [self._steps[place] for place in moved],
                fused=True,
                amsgrad=False,
                beta1=BETAS[0],
                beta2=BETAS[1],
                lr=learning_rate,
                weight_decay=self._weight_decay,
                eps=EPSILON,
                maximize=False,
            )


def learning_rate(step: int, steps: int, highest: float) -> float:
    """Learning rate of a step, from 0: one cycle (Smith & Topin 2017, "Super-convergence").

    It rises along a cosine from a 25th of the highest, and falls along one to nearly nothing.
    """
    # a tenth of ten steps would be the first one alone, over which nothing can rise
    turn = (2 * RISE if steps == 10 else RISE) * steps - 1
    first = highest / 25
    if step <= turn:
        return _between(first, highest, step / turn)
    return _between(highest, first / 1e4, (step - turn) / (steps - 1 - turn))


def _between(start: float, end: float, share: float) -> float:
    return end + (start - end) / 2 * (math.cos(math.pi * share) + 1)
