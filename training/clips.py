"""The stage that teaches the whole network on clips.

A batch is labelled clips, and, for labels that have pictures, stills under synthetic camera motion. Frames are taken as a file
or the live recognizer would take them (sampling.py); old frames of an online memory may be of another clip, as they are
when one action follows another. Besides the label the 2D part keeps finding the teacher's mean features of the clip, where
there is a teacher.
"""
import random

import torch
import torch.nn.functional as F

import sampling
from augment import clip_boxes, crop, erase, laid_together, mixed, normalized
from data import repeated


class ClipBatches:
    """Batches without end. `stills`: {label: rows of `pictures`}, or empty."""

    def __init__(self, clips, train, pictures, stills, stage, normalization, device, rank=0, world=1):
        self.clips, self.train, self.pictures, self.stage, self.device = clips, train, pictures, stage, device
        self.stills = [(label, rows) for label, rows in stills.items() if len(rows)]
        self.normalization, self.rank, self.world = normalization, rank, world
        self.T, self.size = (int(v) for v in stage["graph"].split("x"))
        self.generator, self.epoch, self.left = random.Random(stage["seed"]), 0, []
        self.steps_an_epoch = max(1, len(repeated(train, stage["repeat"], random.Random(0))) // (stage["batch"] * world))

    def next(self):
        """(x [B, T, 3, S, S] normalized, labels [B], the real clips of it: a list with None for stills)."""
        stage, batch = self.stage, self.stage["batch"]
        if len(self.left) < batch:
            self.left = repeated(self.train, stage["repeat"], self.generator)[self.rank::self.world]
        drawn, self.left = self.left[:batch], self.left[batch:]
        chosen = [None if self.stills and random.random() < stage["still_share"] else clip for clip in drawn]
        frames, boxes, labels = [], [], []
        for at, clip in enumerate(chosen):
            if clip is None:
                label, rows = random.choice(self.stills)
                row = random.choice(rows)
                width, height = self.pictures.extents[row]
                still = self.pictures.pixels[row, :, :height, :width].permute(1, 2, 0)
                frames.append(still.expand(self.T, -1, -1, -1))
                boxes += clip_boxes(width, height, self.T, stage["scales"], stage["still_drift"] if random.random() < 0.8 else 0.0)
                labels.append(label)
            else:
                frames.append(self.frames(clip, drawn[at - 1]))
                height, width = frames[-1].shape[1:3]
                boxes += clip_boxes(width, height, self.T, stage["scales"], stage["drift"] if random.random() < 0.3 else 0.0)
                labels.append(clip.label)
        together = laid_together(frames)
        flips = (torch.rand(len(frames), device=together.device) < 0.5).repeat_interleave(self.T)
        x = crop(together.flatten(0, 1), torch.tensor(boxes, device=together.device), flips, self.size)
        x = x.view(len(frames), self.T, 3, self.size, self.size).to(self.device)
        x = normalized(x, self.normalization, stage["augment"])
        return erase(x, stage["erase"]), torch.tensor(labels, device=self.device), chosen

    def frames(self, clip, other):
        """uint8 [T, H, W, 3] of a clip; `other` may lend the frames that an online memory still holds of what was before."""
        kind = random.random()
        whole, part, _ = self.stage["sampling"]
        if kind < whole:
            return self.clips.frames(clip, sampling.segments(clip.frames, self.T))
        if kind < whole + part:
            return self.clips.frames(clip, sampling.window(clip.frames, self.T))
        numbers, old = sampling.online(clip.frames, self.T)
        x = self.clips.frames(clip, numbers)
        if old and random.random() < self.stage["foreign"] and (other.width, other.height) == (clip.width, clip.height):
            x = x.clone()
            x[:old] = self.clips.frames(other, sampling.window(other.frames, self.T))[-old:]
        return x


def clip_loss(model, x, y, chosen, features, stage):
    """(loss, figures): cross entropy of the labels, of mixed clips by their shares, and what the teacher saw in the clip."""
    order, share = None, 1.0
    if stage["mixup"] and random.random() < stage["mixing"]:
        x, order, share = mixed(x, stage["mixup"])
    outputs = model(x)
    logits = outputs["logits"].float()
    loss = share * F.cross_entropy(logits, y, label_smoothing=stage["label_smoothing"])
    if order is not None:
        loss = loss + (1 - share) * F.cross_entropy(logits, y[order], label_smoothing=stage["label_smoothing"])
    if "seen" in outputs and order is None:
        rows = [i for i, clip in enumerate(chosen) if clip is not None and clip.name in features]
        if rows:
            target = torch.stack([features[chosen[i].name] for i in rows]).float()
            loss = loss + stage["keep"] * (1 - F.cosine_similarity(outputs["seen"][rows].float(), target)).mean()
    right = (logits.argmax(1) == y).float().mean()
    return loss, {"right": right}


@torch.no_grad()
def logits_of(network, clips, measured, size, normalization, device, batch=32):
    """Logits [n, labels] of clips, recognized as a file is: middle frames, centre crop, no augmentation."""
    T, side = size
    network.eval()
    rows = []
    for at in range(0, len(measured), batch):
        x = torch.stack([clips.center(clip, T, side) for clip in measured[at:at + batch]]).to(device)
        with torch.autocast(device.type, torch.bfloat16):
            rows.append(network(normalized(x, normalization, 0))["logits"].float().cpu())
    network.train()
    return torch.cat(rows) if rows else torch.zeros(0, 0)


def figures_of(logits, measured):
    """Top-1 and top-5, whole and by data set: fractions of 0 to 1."""
    ranks = [row.topk(min(5, len(row))).indices.tolist() for row in logits]
    ranks = [best.index(clip.label) if clip.label in best else 9 for best, clip in zip(ranks, measured)]
    figures = {"top1": _share([r < 1 for r in ranks]), "top5": _share([r < 5 for r in ranks])}
    for name in sorted({clip.set for clip in measured}):
        figures["top1_" + name] = _share([r < 1 for r, clip in zip(ranks, measured) if clip.set == name])
    return figures


def _share(flags):
    return round(sum(flags) / max(1, len(flags)), 4)
