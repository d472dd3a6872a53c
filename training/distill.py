"""The stage that teaches the 2D part before it sees a clip: distillation from an image teacher.

The student sees a crop of a picture with other colours, perhaps mirrored, and has to find the teacher's features of the same
crop (Beyer et al. 2022, "Knowledge distillation: a good teacher is patient and consistent": the same view for both, a long
schedule), through a linear projection to their 1,280 numbers: standardized squared error, and the KL divergence of the classes
that the teacher's own classifier reads from them. Labelled stills teach a second head at the same time. Where the teacher
would be the bottleneck, its features of `views` crops of each picture are computed once.
"""
import torch
import torch.nn.functional as F
from torch import nn

from augment import crop, normalized, picture_boxes
from teacher import NORMALIZATION, SIZE


class Pictures:
    """Pictures on a device: pixels uint8 [N, 3, H, W], sizes float [N, 2] (width, height), labels int [N] (-1: none)."""

    def __init__(self, pixels, sizes, labels):
        self.pixels, self.sizes, self.labels = pixels, sizes, labels
        self.extents = [(int(width), int(height)) for width, height in sizes.tolist()]


class Views:
    """Crops of pictures with the teacher's features of them, computed once."""

    @torch.no_grad()
    def __init__(self, pictures, teacher, views, batch=1024):
        n, device = len(pictures.pixels), pictures.pixels.device
        self.pictures = pictures
        self.boxes = torch.stack([picture_boxes(pictures.sizes) for _ in range(views)])
        self.features = torch.empty(views, n, 1280, dtype=torch.half, device=device)
        none = torch.zeros(batch, dtype=torch.bool, device=device)
        for view in range(views):
            for at in range(0, n, batch):
                part = slice(at, min(at + batch, n))
                x = crop(pictures.pixels[part], self.boxes[view, part], none[:part.stop - at], SIZE)
                with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
                    x = normalized(x[:, None], NORMALIZATION, 0)[:, 0].contiguous(memory_format=torch.channels_last)
                    self.features[view, part] = teacher(x).half()
        sample = self.features[0].float()
        self.mean, self.deviation = sample.mean(0), sample.std(0) + 0.05

    def draw(self, batch, generator):
        """(rows, views) of a batch: pictures without replacement as long as there are any."""
        device = self.features.device
        n = len(self.pictures.pixels)
        if getattr(self, "order", None) is None or len(self.order) < batch:
            self.order = torch.randperm(n, generator=generator)
        rows, self.order = self.order[:batch].to(device), self.order[batch:]
        return rows, torch.randint(len(self.boxes), (len(rows),), generator=generator).to(device)


class Projection(nn.Module):
    """Mean of the 2D part's maps -> the teacher's features [N, 1280]; and the classes of labelled stills."""

    def __init__(self, channels, classes):
        super().__init__()
        self.features, self.stills = nn.Linear(channels, 1280), nn.Linear(channels, max(1, classes))

    def forward(self, maps):
        pooled = maps.float().mean((2, 3))
        return self.features(pooled), self.stills(pooled)


def distillation_loss(student, stills, target, labels, teacher, views, stage):
    """Mean over the batch. student, target: [N, 1280]; stills: [N, classes]; labels: [N], -1 where the picture has none."""
    error = ((student - target) / views.deviation).square().mean()
    with torch.no_grad():
        wanted = teacher.classify(target)
    divergence = F.kl_div(teacher.classify(student).log_softmax(1), wanted.softmax(1), reduction="batchmean")
    loss = error + stage["divergence"] * divergence
    if stage["stills"]:
        known = F.cross_entropy(stills, labels, ignore_index=-1, label_smoothing=0.1, reduction="sum")
        loss = loss + stage["stills"] * known / (labels >= 0).sum().clamp(min=1)
    agreement = (teacher.classify(student).argmax(1) == wanted.argmax(1)).float().mean()
    return loss, {"error": error.detach(), "divergence": divergence.detach(), "agreement": agreement}


def student_batch(views, rows, numbers, size, normalization, strength):
    """Crops of the drawn pictures as the student sees them: colours jittered, half of them mirrored."""
    pictures = views.pictures
    flips = torch.rand(len(rows), device=rows.device) < 0.5
    x = crop(pictures.pixels[rows], views.boxes[numbers, rows], flips, size)
    x = normalized(x[:, None], normalization, strength)[:, 0]
    return x.contiguous(memory_format=torch.channels_last)
