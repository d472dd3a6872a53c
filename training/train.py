"""Trains a network of Actscope by a recipe: pictures first, then clips.

    python3 training/train.py --recipe training/recipes/RECIPE.json --cache CACHE --pictures PACK... --teacher TEACHER --out RUN

One command is a whole run. It can be stopped at any time; the same command goes on where it stopped. RUN/log.jsonl has a line an
epoch, RUN/weights.safetensors is written in the end. Several GPUs: torchrun --nproc_per_node=N training/train.py ...
--fold 1 to 5 leaves a part of the clips out and measures on it; without it the run trains on all five, and measures on the test part.
"""
import argparse
import json
import os
import random
import subprocess
import time

import torch
import torch.distributed as dist

import safetensors
from clips import ClipBatches, clip_loss, figures_of, logits_of
from data import Clips
from distill import Pictures, Projection, Views, distillation_loss, student_batch
from graph import Network
from optimization import Average, follow_plateau, learning_rate, make_optimizer
from pictures import LONG, load_pack, put
from splits import TEST, part_of
from teacher import Teacher

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGENET = {"scale": 255, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}

DEFAULTS = {  # of a stage; the paper's recipe (Chen et al. 2020, Table 3) is recipes/paper.json
    "kind": "clips", "epochs": 30, "batch": 16, "optimizer": "adamw", "lr": 2e-3, "min_lr": 1e-5, "warmup": 0.03,
    "weight_decay": 0.05, "beta2": 0.999, "momentum": 0.9, "clip": 50, "schedule": "cosine", "trunk_lr": 1.0, "ema": 0.0,
    "dropout": 0.5, "augment": 1.0, "check": 5, "seed": 1,
    # of a stage on clips
    "label_smoothing": 0.05, "mixup": 0.0, "mixing": 0.5, "erase": 0.0, "scales": [0.66, 1.0], "sampling": [1.0, 0.0, 0.0],
    "foreign": 0.0, "drift": 0.0, "repeat": 40, "keep": 0.0, "still_share": 0.0, "still_drift": 0.15,
    # of a stage on pictures
    "size": 96, "views": 4, "divergence": 0.5, "stills": 0.3,
}


class Material:
    """What runs train on: clips, pictures with their labels, the teacher; on the device, and shared by runs on one device."""

    def __init__(self, clips, pictures, still_classes, still_rows, teacher, features):
        self.clips, self.pictures, self.still_classes, self.still_rows = clips, pictures, still_classes, still_rows
        self.teacher, self.features = teacher, features
        self.views = None


def main():
    args = arguments()
    torch.set_num_threads(args.threads)  # PyTorch's own default counts physical cores: one of two on many cloud machines
    rank, world, device = place()
    with open(args.recipe) as file:
        recipe = json.load(file)
    with open(args.labels) as file:
        labels = json.load(file)
    material = load_material(args, labels, device)
    if rank == 0 and material.clips.left_out:
        print("left out, as no label names them: %s" % ", ".join(material.clips.left_out))
    train(recipe, labels, material, args, rank, world, device)


def arguments_parser():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graphs", help="folder of <network>-<width>-<frames>x<size>.json (default: RUN/graphs, exported by actscope)")
    parser.add_argument("--cache", required=True, help="folder made by `actscope frames`")
    parser.add_argument("--pictures", nargs="*", default=[], help="packs of pictures (pack.py), without .bin")
    parser.add_argument("--teacher", help="weights made by teacher.py")
    parser.add_argument("--out", required=True, help="folder of the run")
    parser.add_argument("--from", dest="start", help="weights (safetensors) to begin with; what does not fit begins anew")
    parser.add_argument("--fold", type=int, default=TEST, help="1 to 5: leave this part out and measure on it")
    parser.add_argument("--labels", default=os.path.join(HERE, "labels.json"))
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="threads of PyTorch on a CPU (default: all)")
    return parser


def arguments():
    parser = arguments_parser()
    parser.add_argument("--recipe", required=True, help="JSON of stages, see recipes/")
    return parser.parse_args()


def place():
    """(rank, number of processes, device) of this process."""
    world, rank = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("RANK", "0"))
    cuda = torch.cuda.is_available()
    if world > 1:
        dist.init_process_group("nccl" if cuda else "gloo")
    if cuda:
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    return rank, world, torch.device("cuda" if cuda else "cpu")


def load_material(args, labels, device, frames_a_clip=12):
    """Clips, and, with --pictures, all pictures: the packs', and frames of the training clips. The test part is in neither."""
    clips = Clips(args.cache, labels, device)
    if not args.pictures:
        return Material(clips, None, [], {}, None, {})
    names, pixels, sizes = [], [], []
    for pack in args.pictures:
        got = load_pack(pack, args.threads)
        for total, part in zip((names, pixels, sizes), got):
            total.append(part)
    names = [name for pack in names for name in pack]
    shown = [clip for clip in clips.clips if clip.part != TEST]
    frames, extents = frames_of(clips, shown, frames_a_clip)
    stills = still_source(names, {source for entry in labels for source in entry.get("stills", [])})
    classes = sorted({source for source in stills if source})
    rows = {source: [i for i, s in enumerate(stills) if s == source and part_of("stills", still_group(names[i])) != TEST] for source in classes}
    target = [-1] * (len(names) + len(frames))
    for index, source in enumerate(classes):
        for row in rows[source]:
            target[row] = index
    kept = [i for i, s in enumerate(stills) if not s or target[i] >= 0] + list(range(len(names), len(target)))
    place = {row: at for at, row in enumerate(kept)}
    chosen = torch.tensor(kept)
    together = Pictures(torch.cat(pixels + [frames])[chosen].to(device), torch.cat(sizes + [extents])[chosen].to(device),
                        torch.tensor(target)[chosen].to(device))
    rows = {source: [place[row] for row in rows[source]] for source in classes}
    teacher = load_teacher(args, device)
    material = Material(clips, together, classes, rows, teacher, {})
    material.frame_rows = (place[len(names)] if frames_a_clip and len(shown) else 0, [clip.name for clip in shown], frames_a_clip)
    return material


def still_source(names, named):
    """`<set>/<class>` (or `<set>`, where a label names it so) of each labelled still, "" of a picture without a label."""
    sources = ["/".join(name.split("/")[:2]) if name.count("/") > 1 else name.split("/")[0] for name in names]
    return [source if source.startswith(("har15/", "stanford40/")) or source in named else "" for source in sources]


def still_group(name):
    """What near-duplicates have in common: `<set>/<class>/<group>-<file>`."""
    return name.split("/")[-1].split("-")[0]


def frames_of(clips, shown, count):
    """`count` frames of each clip as pictures: uint8 [N, 3, LONG, LONG] and their sizes."""
    import numpy as np
    pixels, sizes = np.zeros((len(shown) * count, LONG, LONG, 3), np.uint8), np.zeros((len(shown) * count, 2), np.float32)
    for at, clip in enumerate(shown):
        numbers = [min(clip.frames - 1, int((i + 0.5) * clip.frames / count)) for i in range(count)]
        for i, frame in enumerate(clips.frames(clip, numbers).cpu().numpy()):
            put(pixels, sizes, at * count + i, frame)
    return torch.from_numpy(pixels).permute(0, 3, 1, 2), torch.from_numpy(sizes)


def load_teacher(args, device):
    graph = graph_file(args, "mobilenetv2-3dres18", 1, "4x128", 2)
    teacher = Teacher(Network.load(graph), safetensors.load(args.teacher)).to(device)
    channels_last(teacher.network)
    return teacher


def graph_file(args, network, width, size, classes):
    """The exported graph, from --graphs or made now by the built command line beside this folder."""
    folder = args.graphs or os.path.join(args.out, "graphs")
    path = os.path.join(folder, "%s-%g-%s-%d.json" % (network, width, size, classes))
    if not os.path.exists(path):
        os.makedirs(folder, exist_ok=True)
        frames, side = size.split("x")
        cli = os.path.join(HERE, "..", "dist", "native-models", "cli.js")
        made = subprocess.run(["node", cli, "graph", network, "--classes", str(classes), "--width", "%g" % width, "--frames",
                               frames, "--size", side], check=True, capture_output=True, text=True).stdout
        part = "%s.%d.part" % (path, os.getpid())  # the processes of one run may all export it
        with open(part, "w") as file:
            file.write(made)
        os.replace(part, path)
    return path


def train(recipe, labels, material, args, rank, world, device):
    os.makedirs(args.out, exist_ok=True)
    seed = recipe.get("seed", 1)
    torch.manual_seed(seed + rank)
    random.seed(seed + rank)
    stages = [{**DEFAULTS, "seed": seed, **recipe.get("defaults", {}), **stage} for stage in recipe["stages"]]
    last = os.path.join(args.out, "last.pt")
    saved = torch.load(last, map_location="cpu") if os.path.exists(last) else None
    if saved and saved["stage"] >= len(stages):
        print("the run is finished: every stage of the recipe has been trained")
        return
    first = saved["stage"] if saved else 0
    weights = saved["weights"] if saved else first_weights(recipe, args)
    head = saved["projection"] if saved else None
    if rank == 0:
        train_clips, held = material.clips.split(args.fold)
        print("%d training clips, %d measured, %d labels, %s%s" % (len(train_clips), len(held), len(labels), device,
              ", continues at stage %d, epoch %g" % (first, saved["epoch"]) if saved else ""), flush=True)
    for number in range(first, len(stages)):
        resumed = saved if saved and number == first and saved["epoch"] > 0 else None
        weights, head = run_stage(number, stages[number], recipe, labels, material, weights, head, resumed, args, rank, world, device)
    if rank == 0:
        path = os.path.join(args.out, "weights.safetensors")
        safetensors.save(path, list(weights.items()), {"recipe": recipe["name"]})
        print("wrote %s" % path, flush=True)


def first_weights(recipe, args):
    """The tensors that a new run begins with; None from scratch. SystemExit where the recipe and --from do not agree."""
    if recipe.get("after") and not args.start:
        raise SystemExit("the recipe %s goes on where %s ended: name its weights with --from WEIGHTS.safetensors" % (
            recipe["name"], recipe["after"]))
    if args.start and not recipe.get("after"):
        raise SystemExit("the recipe %s begins from scratch: leave out --from, or say in the recipe what it comes \"after\"" %
                         recipe["name"])
    return safetensors.load(args.start) if args.start else None


def run_stage(number, stage, recipe, labels, material, weights, head, resumed, args, rank, world, device):
    """Trains one stage; returns (averaged weights by name, the projection's)."""
    size = stage["graph"] if stage["kind"] == "clips" else "2x%d" % stage["size"]
    network = Network.load(graph_file(args, recipe["network"], recipe["width"], size, len(labels)))
    set_dropout(network, stage["dropout"])
    if weights:
        adopt(network, weights)
    network.to(device)
    channels_last(network)
    channels = map_channels(network)
    projection = Projection(channels, len(material.still_classes)).to(device)
    if head:
        projection.load_state_dict(head)
    ema = Average(network, stage["ema"])
    optimizer = make_optimizer(network, projection, stage)
    if resumed:
        optimizer.load_state_dict(resumed["optimizer"])
        if resumed["average"]:
            ema.load(resumed["average"])
    normalization = recipe.get("normalization", IMAGENET)
    task = (Clipwise if stage["kind"] == "clips" else Picturewise)(
        network, projection, stage, material, labels, normalization, args, rank, world, device)
    plateau = {"best": -1.0, "since": 0, "lr": stage["lr"], **((resumed or {}).get("plateau") or {})}
    epoch, began, kept = (resumed["epoch"] if resumed else 0), time.time(), time.time()
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    done = False
    while not done:
        sums, count, at = {}, 0, time.time()
        for step in range(task.steps):
            progress = (epoch + step / task.steps) / stage["epochs"]
            if "minutes" in stage:  # whichever is over first: a machine that is lent for a time
                progress = max(progress, (time.time() - began) / 60 / stage["minutes"])
            if progress >= 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(stage, progress, plateau) * group["share"]
            optimizer.zero_grad(set_to_none=True)
            loss, figures = task.loss()
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(parameters, stage["clip"])
            optimizer.step()
            ema.update()
            count += 1
            for key, value in {"loss": loss.detach(), "norm": norm, **figures}.items():
                sums[key] = sums.get(key, 0) + value
        epoch += count / task.steps
        done = progress >= 1 or epoch > stage["epochs"] - 1e-6
        line = {"stage": number, "epoch": round(epoch, 2), "lr": round(optimizer.param_groups[-1]["lr"], 7),
                **{key: round(float(value) / max(1, count), 4) for key, value in sums.items()}}
        if rank == 0 and stage["kind"] == "clips" and (done or int(epoch) % stage["check"] == 0 or stage["schedule"] == "plateau"):
            with ema.used():
                line.update(task.measure(done))
            if stage["schedule"] == "plateau":
                follow_plateau(plateau, line["top1"])
        if rank == 0:
            line["seconds"] = round(time.time() - at, 1)
            with open(os.path.join(args.out, "log.jsonl"), "a") as log:
                log.write(json.dumps(line) + "\n")
            print(recipe["name"], json.dumps(line), flush=True)
            if done or time.time() - kept > 120:
                kept = time.time()
                save_state(args.out, network, projection, ema, optimizer, {"stage": number + done, "epoch": 0 if done else epoch,
                                                                            "plateau": plateau})
    averaged = ema.tensors() or dict(network.named())
    if rank == 0:
        safetensors.save(os.path.join(args.out, "stage%d.safetensors" % number), list(averaged.items()), {"recipe": recipe["name"]})
    return {name: tensor.detach().cpu().clone() for name, tensor in averaged.items()}, \
        {name: tensor.cpu().clone() for name, tensor in projection.state_dict().items()}


class Picturewise:
    """A stage on pictures: one epoch is every picture once."""

    def __init__(self, network, projection, stage, material, labels, normalization, args, rank, world, device):
        if material.pictures is None:
            raise SystemExit("a stage on pictures needs --pictures and --teacher")
        if material.views is None or len(material.views.boxes) != stage["views"]:
            material.views = Views(material.pictures, material.teacher, stage["views"])
        self.model = parallel(Student(network, projection), world)
        self.stage, self.material, self.normalization, self.device = stage, material, normalization, device
        self.generator = torch.Generator().manual_seed(stage["seed"] + 100 * rank)
        self.steps = max(1, len(material.pictures.pixels) // (stage["batch"] * world))
        network.train()

    def loss(self):
        views = self.material.views
        rows, numbers = views.draw(self.stage["batch"], self.generator)
        x = student_batch(views, rows, numbers, self.stage["size"], self.normalization, self.stage["augment"])
        with torch.autocast(self.device.type, torch.bfloat16):
            student, stills = self.model(x)
        target = views.features[numbers, rows].float()
        return distillation_loss(student.float(), stills.float(), target, self.material.pictures.labels[rows],
                                 self.material.teacher, views, self.stage)


class Student(torch.nn.Module):
    def __init__(self, network, projection):
        super().__init__()
        self.network, self.projection = network, projection

    def forward(self, x):
        return self.projection(self.network.encode(x))


class Whole(torch.nn.Module):
    """The network, and, where its maps are shown, what the teacher would see in the clip: `seen` [B, 1280]."""

    def __init__(self, network, projection):
        super().__init__()
        self.network, self.projection = network, projection

    def forward(self, x):
        outputs = self.network(x)
        if "maps" in outputs:  # [B, T, C, h, w]
            outputs["seen"] = self.projection.features(outputs.pop("maps").float().mean((3, 4)).mean(1))
        return outputs


class Clipwise:
    """A stage on clips: one epoch is every clip once, those of rare labels more often."""

    def __init__(self, network, projection, stage, material, labels, normalization, args, rank, world, device):
        self.stage, self.material, self.normalization, self.device = stage, material, normalization, device
        train_clips, self.held = material.clips.split(args.fold)
        rows = {i: [row for source in entry.get("stills", []) for row in material.still_rows.get(source, [])]
                for i, entry in enumerate(labels)}
        self.batches = ClipBatches(material.clips, train_clips, material.pictures, rows, stage, normalization, device, rank, world)
        self.steps = self.batches.steps_an_epoch
        self.network, self.projection, self.args = network, projection, args
        if stage["keep"]:
            network.show_maps()
            self.features = clip_features(material)
        else:
            self.features = {}
        self.model = parallel(Whole(network, projection), world)
        network.train()

    def loss(self):
        x, y, chosen = self.batches.next()
        with torch.autocast(self.device.type, torch.bfloat16):
            return clip_loss(self.model, x, y, chosen, self.features, self.stage)

    def measure(self, last):
        size = (self.batches.T, self.batches.size)
        logits = logits_of(self.network, self.material.clips, self.held, size, self.normalization, self.device)
        if last:
            torch.save({"logits": logits.half(), "labels": [clip.label for clip in self.held],
                        "names": [clip.name for clip in self.held]}, os.path.join(self.args.out, "measured.pt"))
        return figures_of(logits, self.held)


def clip_features(material):
    """{clip name: the teacher's features, mean of its frames [1280]}."""
    if material.features or material.views is None:
        return material.features
    first, names, count = material.frame_rows
    views = material.views.features
    for at, name in enumerate(names):
        material.features[name] = views[:, first + at * count:first + (at + 1) * count].float().mean((0, 1))
    return material.features


def parallel(module, world):
    return torch.nn.parallel.DistributedDataParallel(module, find_unused_parameters=True) if world > 1 else module


def map_channels(network):
    nodes = [node for node in network.graph["nodes"] if node["name"].startswith("cnn2d.")]
    return nodes[-1]["shape"][1]


def set_dropout(network, probability):
    for node in network.graph["nodes"]:
        if node["operator"] == "dropout":
            node["attributes"]["probability"] = probability


def channels_last(network):
    for _, tensor in network.named():
        if tensor.dim() in (4, 5):
            kind = torch.channels_last if tensor.dim() == 4 else torch.channels_last_3d
            if tensor.dim() == 4 or tensor.is_cuda:
                tensor.data = tensor.data.contiguous(memory_format=kind)


def adopted(network, weights):
    """`weights` on the network's device; the classifier fitted to the stage's frames (`fitted`), or left as it begins where it
    is of another label set. SystemExit where another tensor does not fit."""
    result = {}
    for name, tensor in network.named():
        old = weights[name].detach().to(tensor.device, tensor.dtype) if name in weights else tensor.new_empty(0)
        if name == "fc.weight" and old.shape != tensor.shape and len(old) == len(tensor):
            old = fitted(old, classifier_channels(network), tensor.shape[1])
        if old.shape != tensor.shape and name.startswith("fc."):
            old = tensor
        if old.shape != tensor.shape:
            raise SystemExit("%s is %s in the weights and %s in the network: they are not of this network and width" % (
                name, list(old.shape), list(tensor.shape)))
        result[name] = old
    return result


def fitted(weight, channels, columns):
    """A classifier's weight [classes, channels * T] for another T, a multiple or a divisor of the old one: column
    c * T + t is stretched or gathered over time. A feature that does not change over time has the same logit after it."""
    old = weight.reshape(len(weight), channels, -1)
    frames, wanted = old.shape[2], columns // channels
    if wanted >= frames:
        old = old.repeat_interleave(wanted // frames, 2) * (frames / wanted)
    else:
        old = old.reshape(len(weight), channels, wanted, -1).sum(3)
    return old.reshape(len(weight), columns)


def classifier_channels(network):
    shapes = {node["name"]: node["shape"] for node in network.graph["nodes"]}
    head = next(node for node in network.graph["nodes"] if node["name"] == "head_input")
    return shapes[head["inputs"][0]][1]


@torch.no_grad()
def adopt(network, weights):
    for name, tensor in adopted(network, weights).items():
        network.tensor(name).copy_(tensor)


def save_state(folder, network, projection, ema, optimizer, state):
    path = os.path.join(folder, "last.pt")
    averaged = ema.tensors()
    weights = averaged if state["epoch"] == 0 and averaged else dict(network.named())
    torch.save({**state, "weights": weights, "average": averaged, "projection": projection.state_dict(),
                "optimizer": optimizer.state_dict()}, path + ".part")
    os.replace(path + ".part", path)


if __name__ == "__main__":
    main()
