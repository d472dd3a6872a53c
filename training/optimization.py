"""How weights are moved: optimizers, learning rate schedules, and their moving average."""
import contextlib
import math

import torch


def make_optimizer(network, stage):
    """Biases and batch norms are not decayed (but by the paper's SGD, which decays everything)."""
    if stage["optimizer"] == "sgd":
        return torch.optim.SGD(network.parameters(), stage["lr"], stage["momentum"], weight_decay=stage["weight_decay"])
    groups = [{"params": [p for p in network.parameters() if p.dim() > 1], "weight_decay": stage["weight_decay"]},
              {"params": [p for p in network.parameters() if p.dim() == 1], "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, stage["lr"])


def learning_rate(stage, plateau, progress):
    """`progress` in epochs."""
    if stage["schedule"] == "plateau":
        return plateau["lr"]
    if progress < stage["warmup"]:
        return stage["lr"] * (progress + 0.02) / (stage["warmup"] + 0.02)
    done = (progress - stage["warmup"]) / max(1e-9, stage["epochs"] - stage["warmup"])
    return stage["min_lr"] + (stage["lr"] - stage["min_lr"]) * (1 + math.cos(math.pi * done)) / 2


def follow_plateau(plateau, top1):
    """lr / 10 after 5 epochs without a better top-1 (Table 3)."""
    if top1 > plateau["best"]:
        plateau.update(best=top1, since=0)
    else:
        plateau["since"] += 1
        if plateau["since"] >= 5:
            plateau.update(lr=plateau["lr"] / 10, since=0)


class Average:
    """Exponential moving average of all tensors; `decay` 0 keeps none."""

    def __init__(self, network, decay):
        self.network, self.decay, self.steps = network, decay, 0
        self.shadow = {name: tensor.detach().clone() for name, tensor in network.named()} if decay else {}

    def load(self, tensors):
        for name in self.shadow:
            self.shadow[name].copy_(tensors[name])
        self.steps = 1000

    def tensors(self):
        return self.shadow or None

    @torch.no_grad()
    def update(self):
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 9))
        for name, tensor in self.network.named() if self.decay else ():
            self.shadow[name].lerp_(tensor.detach(), 1 - decay)

    @contextlib.contextmanager
    def used(self):
        """The network with the averaged weights in it."""
        kept = {name: self.network.tensor(name).detach().clone() for name in self.shadow}
        with torch.no_grad():
            for name, tensor in self.shadow.items():
                self.network.tensor(name).copy_(tensor)
            yield
            for name, tensor in kept.items():
                self.network.tensor(name).copy_(tensor)
