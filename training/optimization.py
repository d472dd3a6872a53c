"""How weights are moved: optimizers, learning rate schedules, and their moving average."""
import contextlib
import math

import torch


def make_optimizer(network, extra, stage):
    """Groups: the 2D part at `trunk_lr` of the rate, the rest, and `extra` modules. Biases and batch norms are not decayed (but
    by the paper's SGD, which decays everything). Each group has its `share` of the learning rate."""
    groups = {}
    for name, parameter in network.named():
        if isinstance(parameter, torch.nn.Parameter):
            groups.setdefault((name.startswith("cnn2d."), parameter.dim() > 1), []).append(parameter)
    for parameter in extra.parameters():
        groups.setdefault((False, parameter.dim() > 1), []).append(parameter)
    sgd = stage["optimizer"] == "sgd"
    listed = [{"params": parameters, "weight_decay": stage["weight_decay"] if decayed or sgd else 0.0,
               "share": stage["trunk_lr"] if trunk else 1.0} for (trunk, decayed), parameters in groups.items()]
    if sgd:
        return torch.optim.SGD(listed, stage["lr"], stage["momentum"])
    return torch.optim.AdamW(listed, stage["lr"], betas=(0.9, stage["beta2"]))


def learning_rate(stage, progress, plateau):
    """At `progress`, 0 to 1, of the stage: warm-up, then half a cosine; or the plateau's (Chen et al. 2020, Table 3)."""
    if stage["schedule"] == "plateau":
        return plateau["lr"]
    if progress < stage["warmup"]:
        return stage["lr"] * (progress + 1e-3) / (stage["warmup"] + 1e-3)
    done = (progress - stage["warmup"]) / (1 - stage["warmup"])
    return stage["min_lr"] + (stage["lr"] - stage["min_lr"]) * (1 + math.cos(math.pi * min(1, done))) / 2


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
        self.decay, self.steps = decay, 0
        self.names = [name for name, _ in network.named()] if decay else []
        self.live = [network.tensor(name) for name in self.names]
        self.shadow = [tensor.detach().clone() for tensor in self.live]

    def load(self, tensors):
        for name, shadow in zip(self.names, self.shadow):
            shadow.copy_(tensors[name])
        self.steps = 1000

    def tensors(self):
        """{name: tensor}; None where no average is kept."""
        return dict(zip(self.names, self.shadow)) or None

    @torch.no_grad()
    def update(self):
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 9))
        if self.shadow:
            torch._foreach_mul_(self.shadow, decay)
            torch._foreach_add_(self.shadow, [tensor.detach() for tensor in self.live], alpha=1 - decay)

    @contextlib.contextmanager
    def used(self):
        """The network with the averaged weights in it."""
        with torch.no_grad():
            kept = [tensor.detach().clone() for tensor in self.live]
            for tensor, shadow in zip(self.live, self.shadow):
                tensor.copy_(shadow)
            yield
            for tensor, old in zip(self.live, kept):
                tensor.copy_(old)
