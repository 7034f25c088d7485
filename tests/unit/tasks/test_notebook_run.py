"""What running a notebook loads, and what it leaves behind."""

import subprocess
import sys

PROGRAM = """
import sys
import torch
from lab1report.tasks.notebook_run import compiler_left_out

def train(model):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    optimizer.zero_grad()
    model(torch.ones(1, 1)).sum().backward()
    optimizer.step()
    return model.weight.item()

with compiler_left_out():
    model = torch.nn.Linear(1, 1, bias=False)
    before = model.weight.item()
    assert train(model) == before - 0.5
    assert "torch._dynamo.config" not in sys.modules, "the compiler was loaded"
    assert callable(torch._dynamo.optimize), "the true module does not answer"
    assert "torch._dynamo.config" in sys.modules

true = sys.modules["torch._dynamo"]
with compiler_left_out():
    assert sys.modules["torch._dynamo"] is true, "what was there before was replaced"
assert train(model) == before - 1
"""
AFTERWARDS = """
import sys
import torch
from lab1report.tasks.notebook_run import compiler_left_out
with compiler_left_out():
    torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
assert "torch._dynamo" not in sys.modules
assert torch._dynamo.config.recompile_limit > 0
"""


def test_the_optimizers_work_without_the_compiler() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)


def test_the_compiler_can_be_had_afterwards() -> None:
    subprocess.run([sys.executable, "-c", AFTERWARDS], check=True)
