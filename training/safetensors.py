"""Writes and reads the safetensors format (a header of JSON, then the bytes), so that no package is needed for it."""
import json
import os
import struct

import torch


def save(path, tensors, metadata, dtype=torch.float16):
    """`tensors`: [(name, tensor)], written as fp16 in the given order; atomic."""
    name_of = {torch.float16: "F16", torch.float32: "F32"}[dtype]
    header, blobs, offset = {"__metadata__": {k: str(v) for k, v in metadata.items()}}, [], 0
    for name, tensor in tensors:
        blob = tensor.detach().to("cpu", dtype).contiguous().numpy().tobytes()
        header[name] = {"dtype": name_of, "shape": list(tensor.shape), "data_offsets": [offset, offset + len(blob)]}
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".part", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for blob in blobs:
            file.write(blob)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".part", path)


def load(path):
    """{name: float32 tensor} of a file that `save` wrote."""
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        dtype = {"F16": torch.float16, "F32": torch.float32}[entry["dtype"]]
        tensors[name] = torch.frombuffer(bytearray(content[start:end]), dtype=dtype).view(entry["shape"]).float()
    return tensors
