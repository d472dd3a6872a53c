"""For the test of distillation: PICTURES/har15/<class>/<n>.png of coloured noise, and a teacher whose weights are drawn by chance."""
import os
import sys

import numpy as np
import torch
from PIL import Image

import safetensors
from teacher import layer_names

pictures, teacher = sys.argv[1:]
generator = np.random.default_rng(1)
for number in range(24):
    folder = os.path.join(pictures, "har15", "even" if number % 2 == 0 else "odd")
    os.makedirs(folder, exist_ok=True)
    coarse = generator.integers(0, 255, (6, 6, 3), dtype=np.uint8)
    Image.fromarray(coarse).resize((140, 120), Image.BICUBIC).save(os.path.join(folder, "%d.png" % number))

torch.manual_seed(1)
channels = {"cnn2d.conv1": (3, 32, 3, 1)}
before = 32
for row, (expansion, width, blocks) in enumerate(((1, 16, 1), (6, 24, 2), (6, 32, 3), (6, 64, 4), (6, 96, 3), (6, 160, 3), (6, 320, 1)), 1):
    for block in range(blocks):
        name, inside = "cnn2d.layer%d.%d." % (row, block), before * expansion
        channels.update({name + "expand": (before, inside, 1, 1), name + "depthwise": (1, inside, 3, inside), name + "project": (inside, width, 1, 1)})
        before = width
channels.update({"cnn2d.conv2": (320, 1280, 1, 1), "classifier": (1280, 1001, 1, 1)})
tensors = []
for name in layer_names():
    inputs, outputs, kernel, _ = channels[name]
    weight = torch.randn(outputs, inputs, kernel, kernel) * (2 / (inputs * kernel * kernel)) ** 0.5
    tensors += [(name + ".weight", weight.flatten(1) if name == "classifier" else weight), (name + ".bias", torch.zeros(outputs))]
safetensors.save(teacher, tensors, {"source": "chance"})
