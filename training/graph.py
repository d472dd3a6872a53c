"""A network of Actscope as a PyTorch module, built from its exported graph (`actscope graph NETWORK > graph.json`).

There is no second definition: nodes, shapes and parameter names are those of native-models/networks. Runs with
PyTorch 1.13 and later.
"""
import json
import re

import torch
import torch.nn.functional as F
from torch import nn


class Network(nn.Module):
    """Runs the nodes of an exported graph in order. forward(*inputs) -> {output name: tensor}.

    Inputs have the graph's shapes with any batch size; float inputs are expected already normalized unless the graph
    holds a `normalize` node. Batch norms follow train()/eval(); dropout too.
    """

    def __init__(self, graph):
        super().__init__()
        self.graph = graph
        self.tensors = nn.Module()  # parameters and statistics under their dotted names
        self.kinds = {}
        for node in graph["nodes"]:
            for parameter in node["parameters"]:
                name, shape = parameter["name"], parameter["shape"]
                if name.endswith((".running_mean", ".running_var")):
                    self.tensors.register_buffer(_key(name), torch.zeros(shape))
                else:
                    self.tensors.register_parameter(_key(name), nn.Parameter(torch.zeros(shape)))
                self.kinds[name] = node["operator"]
        self.initialise()

    @staticmethod
    def load(path):
        with open(path) as file:
            return Network(json.load(file))

    def tensor(self, name):
        return getattr(self.tensors, _key(name))

    def named(self):
        """(name, tensor) of every parameter and statistic, named as in the graph."""
        return [(name, self.tensor(name)) for name in self.kinds]

    @torch.no_grad()
    def initialise(self):
        """He initialisation (fan out) for convolutions, small normal for linear layers; batch norms start as identity,
        except the last one of each residual block, which starts at zero so that the block starts as identity."""
        for name, tensor in self.named():
            leaf = name.rsplit(".", 1)[-1]
            if re.search(r"(^|\.)shifts\.\d+\.conv\.weight$", name):
                # Adaptive shift begins as the fixed one (IMG, Eq. 13): an eighth of the channels takes the next frame,
                # an eighth the one before, the others stay.
                fold = tensor.shape[0] // 8
                tensor.zero_()
                tensor[:fold, 0, 2] = 1
                tensor[fold:2 * fold, 0, 0] = 1
                tensor[2 * fold:, 0, 1] = 1
            elif self.kinds[name] == "convolution" and leaf == "weight":
                nn.init.kaiming_normal_(tensor, mode="fan_out", nonlinearity="relu")
            elif self.kinds[name] == "linear" and leaf == "weight":
                nn.init.normal_(tensor, std=0.01) if name.startswith("fc") else nn.init.kaiming_uniform_(tensor, a=5 ** 0.5)
            elif leaf in ("running_var",) or (self.kinds[name] == "batchNorm" and leaf == "weight"):
                tensor.fill_(0.0 if name.endswith(".bn2.weight") else 1.0)
            else:
                tensor.zero_()

    def parameters_of(self, node):
        """The node's tensors by leaf: {'weight': ..., 'bias': ...}."""
        return {p["name"].rsplit(".", 1)[-1]: self.tensor(p["name"]) for p in node["parameters"]}

    def forward(self, *inputs):
        values = dict(zip((i["name"] for i in self.graph["inputs"]), inputs))
        last_use = _last_uses(self.graph)
        for index, node in enumerate(self.graph["nodes"]):
            x = [values[name] for name in node["inputs"]]
            values[node["name"]] = self.run(node, x)
            for name in last_use.get(index, ()):
                del values[name]
        return {output["name"]: values[output["value"]] for output in self.graph["outputs"]}

    def show_maps(self):
        """Makes the stack of maps that the 3D part reads an output, `maps` [N, T, C, h, w]."""
        stack = next(node["name"] for node in self.graph["nodes"]
                     if node["operator"] == "reshape" and node["inputs"][0].startswith("cnn2d.") and len(node["shape"]) == 5)
        self.graph["outputs"] = [*self.graph["outputs"], {"name": "maps", "value": stack}]

    def encode(self, frames):
        """The 2D part alone, of networks that have one: frames [N, 3, H, W] -> maps [N, C, h, w]."""
        nodes = [node for node in self.graph["nodes"] if node["name"].startswith("cnn2d.")]
        values = {nodes[0]["inputs"][0]: frames}
        last_use = _last_uses({"nodes": nodes, "outputs": [{"value": nodes[-1]["name"]}]})
        for index, node in enumerate(nodes):
            values[node["name"]] = self.run(node, [values[name] for name in node["inputs"]])
            for name in last_use.get(index, ()):
                del values[name]
        return values[nodes[-1]["name"]]

    def run(self, node, x):
        op, a, p = node["operator"], node["attributes"], self.parameters_of(node)
        if op == "convolution":
            convolve = (F.conv1d, F.conv2d, F.conv3d)[len(a["kernel"]) - 1]
            return convolve(x[0], p["weight"], p.get("bias"), a["stride"], a["padding"],
                            a.get("dilation", 1), a["groups"])
        if op == "batchNorm":
            return F.batch_norm(x[0], p["running_mean"], p["running_var"], p["weight"], p["bias"],
                                self.training, 0.1, a["epsilon"])
        if op == "pool":
            axes = len(a["kernel"]) - 1
            if a["mode"] == "max":
                pool = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[axes]
                return pool(x[0], a["kernel"], a["stride"], a["padding"], 1, a["ceil"])
            pool = (F.avg_pool1d, F.avg_pool2d, F.avg_pool3d)[axes]
            return pool(x[0], a["kernel"], a["stride"], a["padding"], a["ceil"], True)
        if op == "linear":
            return F.linear(x[0], p["weight"], p.get("bias"))
        if op == "relu":
            return F.relu(x[0])
        if op == "relu6":
            return x[0].clamp(0, 6)
        if op == "sigmoid":
            return torch.sigmoid(x[0])
        if op == "sqrt":
            return torch.sqrt(x[0])
        if op == "softmax":
            return torch.softmax(x[0].float(), a["axis"])
        if op == "dropout":
            return F.dropout(x[0], a["probability"], self.training)
        if op == "affine":
            return x[0] * a["factor"] + a["offset"]
        if op == "add":
            return x[0] + x[1]
        if op == "subtract":
            return x[0] - x[1]
        if op == "multiply":
            return x[0] * x[1]
        if op == "divide":
            return x[0] / x[1]
        if op == "maximum":
            return torch.maximum(x[0], x[1])
        if op == "matmul":
            return x[0] @ x[1]
        if op == "concat":
            return torch.cat(x, a["axis"])
        if op == "slice":
            at = [slice(None)] * x[0].dim()
            at[a["axis"]] = slice(a["start"], a["end"], a["step"])
            return x[0][tuple(at)]
        if op == "pad":
            pairs = zip(reversed(a["before"]), reversed(a["after"]))
            return F.pad(x[0], [size for pair in pairs for size in pair])
        if op == "mean":
            return x[0].mean(a["axes"], a["keep"])
        if op == "reshape":
            return x[0].reshape(a["sizes"])
        if op == "transpose":
            return x[0].permute(a["order"])
        if op == "parameter":
            return next(iter(p.values()))
        if op == "normalize":
            mean, std = x[0].new_tensor(a["mean"], dtype=torch.float32), x[0].new_tensor(a["std"], dtype=torch.float32)
            return (x[0].float() / a["scale"] - mean) / std
        raise ValueError("node %s: no operator %s" % (node["name"], op))


def _key(name):
    return name.replace(".", "/")  # PyTorch allows no dot inside a parameter's own name


def _last_uses(graph):
    """{index of a node: names of the values that are not needed after it}, so that memory is given back."""
    kept = {output["value"] for output in graph["outputs"]}
    last = {}
    for index, node in enumerate(graph["nodes"]):
        for name in node["inputs"]:
            last[name] = index
    uses = {}
    for name, index in last.items():
        if name not in kept:
            uses.setdefault(index, []).append(name)
    return uses
