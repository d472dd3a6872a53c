"""Labelled clips for training: a cache of decoded frames, the group-wise split, sampling and augmentation.

The cache is made by `actscope frames FOLDER --out CACHE` with the very decoder and resizer that recognition uses:
frames.bin (uint8 RGB, short side 128) and index.json (one entry a clip: set, cls, file, width, height, frames, offset).
"""
import json
import os
import random
import re

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import Dataset


class Clip:
    """One cached video: `label` is an index into the label set, `group` what must not be split (source video, person)."""

    def __init__(self, entry, label):
        self.source, self.label = "%s/%s" % (entry["set"], entry["cls"]), label
        self.name = "%s/%s" % (self.source, entry["file"])
        self.width, self.height, self.frames, self.offset = (entry[k] for k in ("width", "height", "frames", "offset"))
        self.group = group_of(entry["set"], entry["file"])


def group_of(dataset, file):
    """Clips of one source video (ucf101 gNN), person (weizmann), sequence (ut_interaction), recording (physio)."""
    if dataset == "ut_interaction":
        return re.match(r"set\d+_seq\d+", file).group(0)
    return re.split(r"[_.]", file)[0] if dataset != "physio" else os.path.splitext(file)[0]


def held_out(clip):
    """The validation split, by group and fixed for ever: of UCF101 the source videos g11 and g20, of Weizmann one
    person, of UT-Interaction every sequence whose number is divisible by 7, of physio every fifth recording."""
    dataset = clip.source.split("/")[0]
    if dataset == "ucf101":
        return int(clip.group[1:]) % 9 == 2
    if dataset == "weizmann":
        return clip.group == "moshe"
    if dataset == "ut_interaction":
        return int(clip.group.split("seq")[1]) % 7 == 0
    return int(re.sub(r"\D", "", clip.group)[-2:]) % 5 == 0


def load_clips(cache, labels):
    """(training clips, validation clips). `labels` is the label set: a list of {"label", "classes"}. Classes of the data that
    no label lists are left out, and said so."""
    label_of = {source: i for i, entry in enumerate(labels) for source in entry["classes"]}
    with open(os.path.join(cache, "index.json")) as file:
        entries = json.load(file)
    known = [e for e in entries if "%s/%s" % (e["set"], e["cls"]) in label_of and e["frames"] > 0]
    left_out = sorted({"%s/%s" % (e["set"], e["cls"]) for e in entries} - set(label_of))
    if left_out:
        print("left out, as no label names them: %s" % ", ".join(left_out))
    clips = [Clip(e, label_of["%s/%s" % (e["set"], e["cls"])]) for e in known]
    return [c for c in clips if not held_out(c)], [c for c in clips if held_out(c)]


class Clips(Dataset):
    """Clips as uint8 [T, 3, size, size] with their label. Training: random temporal window and segment jitter, fixed-corner
    scale-jittered crop, flip. Validation: the middle frame of T segments, centre crop of 7/8 of the short side (docs/readings.md)."""

    def __init__(self, cache, clips, frames, size, train, scales=(1, 0.875, 0.75, 0.66), windows=True):
        self.path, self.clips, self.T, self.size, self.train = os.path.join(cache, "frames.bin"), clips, frames, size, train
        self.scales, self.windows = scales, windows
        self.memory = None

    def __len__(self):
        return len(self.clips)

    def __getitem__(self, index):
        if self.memory is None:  # opened in the worker that uses it
            self.memory = np.memmap(self.path, dtype=np.uint8, mode="r")
        clip = self.clips[index]
        shape = (clip.frames, clip.height, clip.width, 3)
        video = self.memory[clip.offset:clip.offset + int(np.prod(shape))].reshape(shape)
        at = self.times(clip.frames)
        top, left, height, width = self.crop(clip.height, clip.width)
        pixels = np.stack([video[t, top:top + height, left:left + width] for t in at])
        if self.train and random.random() < 0.5:
            pixels = pixels[:, :, ::-1]
        x = torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2)))
        if (height, width) != (self.size, self.size):
            x = F.interpolate(x.float(), (self.size, self.size), mode="bilinear", antialias=True)
            x = x.round_().clamp_(0, 255).to(torch.uint8)
        return x, clip.label

    def times(self, frames):
        """T frame numbers: one of each of T equal segments, random within it (training) or its middle."""
        if not self.train:
            return [int((i + 0.5) * frames / self.T) for i in range(self.T)]
        start, length = 0.0, float(frames)
        if self.windows and random.random() < 0.5:  # a part of the video, as the live recognizer sees it
            shortest = min(frames, 20)
            length = random.uniform(shortest, frames)
            start = random.uniform(0, frames - length)
        places = [(i + random.random()) / self.T for i in range(self.T)]
        if self.windows and random.random() < 0.3:  # denser towards the end, as ECO's memory keeps frames
            bend = random.uniform(1, 2.5)
            places = [1 - (1 - p) ** bend for p in places]
        return [min(frames - 1, int(start + p * length)) for p in places]

    def crop(self, height, width):
        """(top, left, height, width): GroupMultiScaleCrop of TSN (docs/readings.md), 13 fixed positions."""
        short = min(height, width)
        if not self.train:
            side = short * 7 // 8
            return (height - side) // 2, (width - side) // 2, side, side
        sizes = [int(short * s) for s in self.scales]
        i = random.randrange(len(sizes))
        j = random.choice([k for k in range(len(sizes)) if abs(k - i) <= 1])
        h, w = sizes[i], sizes[j]
        dy, dx = (height - h) // 4, (width - w) // 4
        y, x = random.choice([(0, 0), (0, 4), (4, 0), (4, 4), (2, 2), (0, 2), (4, 2), (2, 0), (2, 4),
                              (1, 1), (1, 3), (3, 1), (3, 3)])
        return y * dy, x * dx, h, w


def repeated(clips, least, generator):
    """An epoch's clips in random order; classes with fewer than `least` clips are repeated up to that number."""
    by_label = {}
    for index, clip in enumerate(clips):
        by_label.setdefault(clip.label, []).append(index)
    order = []
    for indices in by_label.values():
        order += indices * (max(least, len(indices)) // len(indices))
        order += generator.sample(indices, max(least, len(indices)) % len(indices))
    generator.shuffle(order)
    return order


def color_jitter(batch, strength, device):
    """(matrix [B, 3, 3], offset [B, 3, 1]) for pixels of 0 to 1: brightness, contrast about mid-grey, saturation and colour cast,
    one draw a clip. `strength` 0 is the identity, 1 the everyday recipe."""
    def draw(spread, *shape):
        return 1 + (torch.rand(batch, *shape, device=device) * 2 - 1) * spread * strength

    saturation = draw(0.5, 1, 1)
    saturation = saturation * (torch.rand(batch, 1, 1, device=device) >= 0.1 * strength)  # some clips lose all colour
    eye, grey = torch.eye(3, device=device), torch.full((3, 3), 1 / 3, device=device)
    contrast = draw(0.4, 1, 1)
    matrix = (eye * saturation + grey * (1 - saturation)) * draw(0.12, 3, 1) * draw(0.35, 1, 1)
    return matrix * contrast, matrix.sum(2, keepdim=True) * (1 - contrast) / 2


def erase(x, strength):
    """A rectangle of a random grey in every frame of some clips, in place. x: normalized [B, T, 3, H, W]."""
    h, w = x.shape[-2:]
    for clip in x:
        if random.random() < 0.25 * strength:
            eh, ew = random.randint(h // 8, h // 2), random.randint(w // 8, w // 2)
            top, left = random.randint(0, h - eh), random.randint(0, w - ew)
            clip[:, :, top:top + eh, left:left + ew] = random.uniform(-2, 2)
    return x
