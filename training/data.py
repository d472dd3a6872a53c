"""Labelled clips for training: a cache of decoded frames, in memory or on the device that trains.

The cache is made by `actscope frames FOLDER --out CACHE` with the very decoder and resizer that recognition uses:
frames.bin (uint8 RGB, short side 128) and index.json (one entry a clip: set, cls, file, width, height, frames, offset).
"""
import json
import os

import numpy as np
import torch
import torch.nn.functional as F

import sampling
from splits import TEST, group_of, part_of


class Clip:
    """One cached video: `label` is an index into the label set, `part` of the split (splits.py)."""

    def __init__(self, entry, label):
        self.set, self.source, self.label = entry["set"], "%s/%s" % (entry["set"], entry["cls"]), label
        self.name = "%s/%s" % (self.source, entry["file"])
        self.width, self.height, self.frames, self.offset = (entry[k] for k in ("width", "height", "frames", "offset"))
        self.part = part_of(entry["set"], group_of(entry["set"], entry["file"]))


class Clips:
    """The labelled clips of a cache, and their frames."""

    def __init__(self, cache, labels, device):
        label_of = {source: i for i, entry in enumerate(labels) for source in entry["classes"]}
        with open(os.path.join(cache, "index.json")) as file:
            entries = json.load(file)
        sources = {"%s/%s" % (e["set"], e["cls"]) for e in entries}
        self.left_out = sorted(sources - set(label_of))
        self.clips = [Clip(e, label_of["%s/%s" % (e["set"], e["cls"])]) for e in entries
                      if "%s/%s" % (e["set"], e["cls"]) in label_of and e["frames"] > 0]
        self.pixels = torch.from_numpy(np.memmap(os.path.join(cache, "frames.bin"), dtype=np.uint8, mode="c"))
        if device.type == "cuda":
            self.pixels = self.pixels.to(device)

    def split(self, fold):
        """(clips to train on, clips to measure on). `fold` 1 to 5 leaves that part out of training and measures on it; 0 trains
        on all of them and measures on the test part, which no fold ever trains on."""
        train = [c for c in self.clips if c.part not in (TEST, fold)]
        return train, [c for c in self.clips if c.part == fold]

    def frames(self, clip, numbers):
        """uint8 [T, H, W, 3]"""
        size = clip.frames * clip.height * clip.width * 3
        video = self.pixels[clip.offset:clip.offset + size].view(clip.frames, clip.height, clip.width, 3)
        return video[torch.as_tensor(numbers, device=video.device)]

    def center(self, clip, T, size):
        """The middle frames of T segments, the centre 7/8 of the short side: float [T, 3, size, size], 0 to 255."""
        x = self.frames(clip, sampling.middles(clip.frames, T))
        side = min(clip.height, clip.width) * 7 // 8
        top, left = (clip.height - side) // 2, (clip.width - side) // 2
        x = x[:, top:top + side, left:left + side].permute(0, 3, 1, 2).float()
        return F.interpolate(x, (size, size), mode="bilinear", antialias=True).round_().clamp_(0, 255)


def repeated(clips, least, generator):
    """An epoch's clips in random order; classes with fewer than `least` clips are repeated up to that number."""
    by_label = {}
    for clip in clips:
        by_label.setdefault(clip.label, []).append(clip)
    order = []
    for group in by_label.values():
        order += group * (max(least, len(group)) // len(group))
        order += generator.sample(group, max(least, len(group)) % len(group))
    generator.shuffle(order)
    return order
