"""Prints the logits of an exported graph with given weights for one clip, in float32: what a test compares an engine with.

    python3 training/compare.py GRAPH.json WEIGHTS.safetensors CLIP.bin

CLIP.bin: uint8 RGB, T x H x W x 3, as the graph's input says.
"""
import json
import sys

import torch

import safetensors
from augment import normalized
from graph import Network
from train import IMAGENET


def main(graph, weights, clip):
    network = Network.load(graph).eval()
    tensors = safetensors.load(weights)
    with torch.no_grad():
        for name, tensor in network.named():
            tensor.copy_(tensors[name])
        shape = network.graph["inputs"][0]["shape"]
        _, t, c, h, w = shape
        with open(clip, "rb") as file:
            pixels = torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).view(1, t, h, w, c)
        x = normalized(pixels.permute(0, 1, 4, 2, 3).float(), IMAGENET, 0)
        print(json.dumps(network(x)["logits"][0].tolist()))


if __name__ == "__main__":
    main(*sys.argv[1:])
