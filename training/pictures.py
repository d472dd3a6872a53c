"""Still pictures for teaching the 2D part: a pack made once, read into one tensor.

A pack is NAME.bin (encoded pictures one after another) and NAME.json ([[name, offset, bytes], ...]); `pack.py` makes one. In
memory all have the same frame, SHORT x LONG pixels, the picture in its upper left corner: [N, 3, SHORT, LONG] uint8.
"""
import io
import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from PIL import Image

SHORT, LONG = 112, 168


def load_pack(path, threads):
    """(names, pixels uint8 [N, 3, 168, 168], sizes [N, 2] as width and height) of a pack."""
    with open(path + ".json") as file:
        index = json.load(file)
    with open(path + ".bin", "rb") as file:
        content = file.read()
    pixels = np.zeros((len(index), LONG, LONG, 3), np.uint8)
    sizes = np.zeros((len(index), 2), np.float32)

    def read(row):
        _, offset, length = index[row]
        put(pixels, sizes, row, np.asarray(Image.open(io.BytesIO(content[offset:offset + length])).convert("RGB")))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(read, range(len(index))))
    return [entry[0] for entry in index], torch.from_numpy(pixels).permute(0, 3, 1, 2), torch.from_numpy(sizes)


def put(pixels, sizes, row, picture):
    """Lays one [H, W, 3] picture into row `row`; what is wider than 3:2 loses its sides."""
    height, width = min(picture.shape[0], LONG), min(picture.shape[1], LONG)
    top, left = (picture.shape[0] - height) // 2, (picture.shape[1] - width) // 2
    pixels[row, :height, :width] = picture[top:top + height, left:left + width]
    sizes[row] = width, height
