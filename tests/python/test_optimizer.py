"""The optimizer takes PyTorch's steps at PyTorch's learning rates, without its compiler."""

import subprocess
import sys

import numpy as np
import pytest
import torch

from dbt_customer_segments.optimizer import AdamW, learning_rate


@pytest.mark.parametrize("steps", [1, 2, 10, 11, 20, 400])
def test_the_learning_rate_is_that_of_pytorch(steps: int) -> None:
    optimizer = torch.optim.AdamW([torch.zeros(1, requires_grad=True)], lr=2e-3)
    course = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        2e-3,
        total_steps=steps,
        pct_start=0.2 if steps == 10 else 0.1,
        cycle_momentum=False,
    )
    for step in range(steps):
        assert learning_rate(step, steps, 2e-3) == optimizer.param_groups[0]["lr"]
        optimizer.step()
        if step + 1 < steps:
            course.step()


def test_steps_are_those_of_pytorch() -> None:
    rng = np.random.default_rng(0)
    layers = [torch.nn.Linear(3, 2) for _ in range(2)]
    layers[1].load_state_dict(layers[0].state_dict())
    # nothing depends on this one, which has no gradient
    spare = torch.ones(2, requires_grad=True)
    ours = AdamW([*layers[0].parameters(), spare], weight_decay=0.01)
    theirs = torch.optim.AdamW(layers[1].parameters(), lr=1.0, weight_decay=0.01, fused=True)
    for step in range(5):
        inputs = torch.from_numpy(rng.standard_normal((4, 3)).astype(np.float32))
        ours.forget_gradients()
        theirs.zero_grad()
        for layer in layers:
            layer(inputs).square().mean().backward()
        theirs.param_groups[0]["lr"] = 0.1 / (step + 1)
        ours.step(0.1 / (step + 1))
        theirs.step()
    for mine, other in zip(*(layer.parameters() for layer in layers), strict=True):
        assert torch.equal(mine, other)
    assert torch.equal(spare, torch.ones(2))


def test_training_imports_no_compiler() -> None:
    code = (
        "import sys, torch; from dbt_customer_segments.optimizer import AdamW\n"
        "one = torch.ones(2, requires_grad=True); steps = AdamW([one], 0.0)\n"
        "one.sum().backward(); steps.step(0.1); print('torch._dynamo' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
