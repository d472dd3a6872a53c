"""One case of the benchmark in PyTorch eager, in a process of its own; talks as contender.ts wants.

pytorch.py THREADS PART FRAMES VARIANT EXCHANGE

VARIANT holds the weights, EXCHANGE the graphs and the inputs (workload.ts). The network is training/graph.py's, which
has no definition of its own: it runs the graph that Actscope exported.
"""
import base64
import json
import os
import re
import struct
import sys
import time

import numpy
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "training"))
sys.dont_write_bytecode = True
from graph import Network  # noqa: E402


class Exchange:
    """What the other side has written down."""

    def __init__(self, variant, folder):
        self.folder = folder
        with open(os.path.join(folder, "setup.json")) as file:
            self.setup = json.load(file)
        self.weights = os.path.join(variant, self.setup["weights"])

    def network(self, part):
        """The network with its weights, read from safetensors one by one: what is not needed takes no memory."""
        network = Network.load(os.path.join(self.folder, part + ".json")).eval()
        with open(self.weights, "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length))
            for name, tensor in network.named():
                kind = {"F16": "<f2", "F32": "<f4"}[header[name]["dtype"]]
                file.seek(8 + length + header[name]["data_offsets"][0])
                values = numpy.fromfile(file, kind, tensor.numel()).astype("float32")
                tensor.data.copy_(torch.from_numpy(values).reshape(tensor.shape))
        return network

    def array(self, name):
        return torch.from_numpy(numpy.fromfile(os.path.join(self.folder, name), "<f4"))

    def frames(self):
        size = self.setup["size"]
        return self.array("frames.f32").reshape(-1, 3, size, size)


def open_pass(part, count, exchange):
    """A function that runs one pass and gives its numbers."""
    if part == "clip":
        network = exchange.network("whole")
        clip = exchange.array("clip.f32").reshape(network.graph["inputs"][0]["shape"])
        return lambda: network(clip)["logits"]
    frames = exchange.frames()
    if part == "whole":
        network, clip = exchange.network("whole"), frames[None].contiguous()
        return lambda: network(clip)["logits"]
    if part == "frames":
        network, batch = exchange.network("frames"), frames[:count].contiguous()
        return lambda: network(batch)["maps"]
    head = exchange.network("head")
    shape = head.graph["inputs"][0]["shape"]
    if part == "head":
        maps = exchange.array("maps.f32").reshape(shape)
        return lambda: head(maps)["logits"]
    if part == "online":
        encoder, order = exchange.network("frames"), exchange.setup["order"]
        encode = lambda index: encoder(frames[index : index + 1])["maps"]
        half = len(order) // 2
        kept = [encode(index) for index in order[:half]]
        return lambda: head(torch.cat(kept + [encode(index) for index in order[half:]])[None])["logits"]
    raise ValueError("no part " + part)


def memory():
    """[peak, held] resident bytes; None where this system does not say."""
    try:
        with open("/proc/self/status") as file:
            status = file.read()
        return [int(re.search(key + r":\s+(\d+) kB", status).group(1)) * 1024 for key in ("VmHWM", "VmRSS")]
    except OSError:
        return [None, None]


def say(message):
    print(json.dumps(message), flush=True)


def main():
    threads, part, count, variant, folder = sys.argv[1:]
    torch.set_num_threads(int(threads))
    with torch.no_grad():
        run = open_pass(part, int(count), Exchange(variant, folder))
        output = run()
        say({"ready": True})
        for line in sys.stdin:
            if line.strip() == "end":
                peak, held = memory()
                values = output.contiguous().numpy().astype("<f4").tobytes()
                say({"output": base64.b64encode(values).decode(), "peak": peak, "held": held})
                return
            at_least, runs, start = float(line) / 1000, 0, time.perf_counter()
            while runs == 0 or time.perf_counter() - start < at_least:
                output = run()
                runs += 1
            say({"milliseconds": (time.perf_counter() - start) / runs * 1000})


main()
