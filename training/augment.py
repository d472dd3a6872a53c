"""Crops, colours, motion and mixtures, computed for a whole batch on the device that trains.

A box is (left, top, width, height) in pixels of its picture. Pictures of a batch may differ in size: they are laid into one
tensor, and each crop is read from its own part of it.
"""
import math
import random

import torch
import torch.nn.functional as F


def laid_together(pictures):
    """[[T, H, W, 3] uint8] -> ([B, T, 3, H', W'] uint8, where H', W' are the largest)."""
    t = pictures[0].shape[0]
    height, width = (max(p.shape[axis] for p in pictures) for axis in (1, 2))
    result = pictures[0].new_zeros(len(pictures), t, 3, height, width)
    for row, picture in zip(result, pictures):
        row[:, :, :picture.shape[1], :picture.shape[2]] = picture.permute(0, 3, 1, 2)
    return result


def crop(pictures, boxes, flips, size):
    """Bilinear crops. pictures: uint8 [N, 3, H, W]; boxes: float [N, 4]; flips: bool [N] -> float [N, 3, size, size], 0 to 255."""
    height, width = pictures.shape[-2:]
    left, top, w, h = boxes.unbind(1)
    zero = torch.zeros_like(w)
    theta = torch.stack([
        torch.stack([torch.where(flips, -w, w) / width, zero, (2 * left + w) / width - 1], 1),
        torch.stack([zero, h / height, (2 * top + h) / height - 1], 1),
    ], 1)
    grid = F.affine_grid(theta, [len(pictures), 3, size, size], align_corners=False)
    return F.grid_sample(pictures.float(), grid, "bilinear", "border", align_corners=False)


def picture_boxes(sizes, least=0.3):
    """A box of 30 to 100 % of each picture's area, of an aspect of 3:4 to 4:3 (Szegedy et al. 2015). sizes: [N, 2] (width, height)."""
    n, device = len(sizes), sizes.device
    area = torch.rand(n, device=device) * (1 - least) + least
    aspect = torch.exp((torch.rand(n, device=device) * 2 - 1) * math.log(4 / 3))
    short = sizes.min(1).values
    side = (sizes[:, 0] * sizes[:, 1] * area).sqrt().minimum(short * 1.15)
    w, h = (side * aspect.sqrt()).minimum(sizes[:, 0]), (side / aspect.sqrt()).minimum(sizes[:, 1])
    left, top = ((sizes - torch.stack([w, h], 1)) * torch.rand(n, 2, device=device)).unbind(1)
    return torch.stack([left, top, w, h], 1)


def clip_boxes(width, height, T, scales, drift):
    """The same box in all T frames, or, with `drift` > 0, one that wanders: a camera in a hand. -> [T, 4] floats."""
    short = min(width, height)
    side = short * random.uniform(*scales)
    aspect = math.exp(random.uniform(-1, 1) * math.log(1.25))
    w, h = min(side * aspect ** 0.5, width), min(side / aspect ** 0.5, height)
    left, top = random.uniform(0, width - w), random.uniform(0, height - h)
    if not drift:
        return [[left, top, w, h]] * T
    boxes, steps = [], T - 1 or 1
    far = [random.uniform(-1, 1) * drift * short for _ in range(2)]
    zoom = math.exp(random.uniform(-1, 1) * drift)
    wave, phase = random.uniform(0, 2) * math.pi, random.uniform(0, 2) * math.pi
    for i in range(T):
        share = i / steps
        shake = math.sin(wave * share + phase) * drift * short / 4
        cw, ch = min(width, w * zoom ** share), min(height, h * zoom ** share)
        boxes.append([min(max(0, left + far[0] * share + shake), width - cw), min(max(0, top + far[1] * share + shake), height - ch), cw, ch])
    return boxes


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


def normalized(x, normalization, strength):
    """[B, T, 3, H, W] of 0 to 255 to the network's normalized numbers, colours jittered: one matrix and offset a clip does both."""
    b, t, _, h, w = x.shape
    mean, std = (torch.tensor(normalization[key], device=x.device).view(3, 1) for key in ("mean", "std"))
    matrix, offset = color_jitter(b, strength, x.device)
    matrix, offset = (matrix / std / normalization["scale"]).to(x.dtype), ((offset - mean) / std).to(x.dtype)
    pixels = x.reshape(b * t, 3, h * w)
    return torch.baddbmm(offset.repeat_interleave(t, 0), matrix.repeat_interleave(t, 0), pixels).view(b, t, 3, h, w)


def erase(x, share):
    """A rectangle of a random grey in every frame of a share of the clips, in place. x: normalized [B, T, 3, H, W]."""
    h, w = x.shape[-2:]
    for clip in x:
        if random.random() < share:
            eh, ew = random.randint(h // 8, h // 2), random.randint(w // 8, w // 2)
            top, left = random.randint(0, h - eh), random.randint(0, w - ew)
            clip[:, :, top:top + eh, left:left + ew] = random.uniform(-2, 2)
    return x


def mixed(x, alpha):
    """Mixup (Zhang et al. 2018) or CutMix (Yun et al. 2019) of a batch with itself in another order, in turn by chance:
    (x, order of the other clips, share of the first)."""
    share = random.betavariate(alpha, alpha)
    order = torch.randperm(len(x), device=x.device)
    if random.random() < 0.5:
        return x * share + x[order] * (1 - share), order, share
    h, w = x.shape[-2:]
    ch, cw = int(h * (1 - share) ** 0.5), int(w * (1 - share) ** 0.5)
    top, left = random.randint(0, h - ch), random.randint(0, w - cw)
    x = x.clone()
    x[..., top:top + ch, left:left + cw] = x[order][..., top:top + ch, left:left + cw]
    return x, order, 1 - ch * cw / (h * w)
