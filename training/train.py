"""Trains a network of Actscope from its exported graphs.

    python3 training/train.py --recipe training/recipes/everyday.json --graphs GRAPHS --cache CACHE --out RUN

GRAPHS holds `<frames>x<size>.json` for each stage of the recipe, made by `actscope graph` (README.md, step 2). A run can be
stopped at any time and continued by the same command; RUN/log.jsonl has a line an epoch. Several GPUs:
torchrun --nproc_per_node=N training/train.py ...
"""
import argparse
import json
import os
import random
import time

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch.utils.data import DataLoader, Subset

import safetensors
from data import Clips, color_jitter, erase, load_clips, repeated
from graph import Network
from optimization import Average, follow_plateau, learning_rate, make_optimizer

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)

DEFAULTS = {  # of a stage; the paper's recipe (Chen et al. 2020, Table 3) is recipes/paper.json
    "epochs": 30, "batch": 16, "optimizer": "adamw", "lr": 2e-3, "min_lr": 1e-5, "warmup": 1, "weight_decay": 0.05,
    "momentum": 0.9, "clip": 50, "schedule": "cosine", "label_smoothing": 0.05, "mixup": 0.0, "augment": 1.0,
    "scales": [1, 0.875, 0.75, 0.66], "windows": True, "repeat": 40, "ema": 0.0, "dropout": 0.5,
}


def main():
    args = arguments()
    rank, world, device = place()
    with open(args.recipe) as file:
        recipe = json.load(file)
    with open(args.labels) as file:
        labels = json.load(file)
    train, held = load_clips(args.cache, labels)
    os.makedirs(args.out, exist_ok=True)
    torch.manual_seed(recipe.get("seed", 1) + rank)
    random.seed(recipe.get("seed", 1) + rank)
    stages = [{**DEFAULTS, **recipe.get("defaults", {}), **stage} for stage in recipe["stages"]]

    state = {"stage": 0, "epoch": 0}
    last = os.path.join(args.out, "last.pt")
    saved = torch.load(last, map_location="cpu") if os.path.exists(last) else None
    if saved:
        state = saved["state"]
        if rank == 0:
            print("continues at stage %d, epoch %d" % (state["stage"], state["epoch"]))
    weights = saved["weights"] if saved else first_weights(recipe, args)
    average = saved["average"] if saved else None
    if rank == 0:
        print("%d training clips, %d held back, %d labels, %s" % (len(train), len(held), len(labels), device))

    if state["stage"] >= len(stages):
        print("the run is finished: every stage of the recipe has been trained")
        return
    for number in range(state["stage"], len(stages)):
        stage = stages[number]
        network = load_graph(args.graphs, stage)
        set_dropout(network, stage["dropout"])
        if weights:
            adopt(network, weights)
        network.to(device)
        if device.type == "cpu":
            channels_last(network)
        ema = Average(network, stage["ema"])
        if average:
            ema.load(adopted(network, average))
        optimizer = make_optimizer(network, stage)
        if saved and saved.get("optimizer") and number == state["stage"] and state["epoch"] > 0:
            optimizer.load_state_dict(saved["optimizer"])
        plateau = {"best": -1.0, "since": 0, "lr": stage["lr"], **(state.get("plateau") or {})} if number == state["stage"] else {
            "best": -1.0, "since": 0, "lr": stage["lr"]}
        model = torch.nn.parallel.DistributedDataParallel(network) if world > 1 else network
        first = state["epoch"] if number == state["stage"] else 0
        for epoch in range(first, stage["epochs"]):
            began = time.time()
            figures = run_epoch(model, network, ema, optimizer, stage, epoch, train, args, rank, world, device, plateau)
            if rank != 0:
                continue
            last_one = epoch + 1 == stage["epochs"]
            if last_one or epoch % args.check == args.check - 1 or stage["schedule"] == "plateau":
                with ema.used():
                    figures.update(evaluate(network, stage, held, args, device))
            if stage["schedule"] == "plateau":
                follow_plateau(plateau, figures["top1"])
            figures.update(stage=number, epoch=epoch, seconds=round(time.time() - began, 1))
            with open(os.path.join(args.out, "log.jsonl"), "a") as log:
                log.write(json.dumps(figures) + "\n")
            print(json.dumps(figures), flush=True)
            state = {"stage": number + last_one, "epoch": 0 if last_one else epoch + 1, "plateau": plateau}
            save_state(last, network, ema, optimizer, state)
        weights, average = dict(network.named()), ema.tensors()
        state = {"stage": number + 1, "epoch": 0}
    if rank == 0:
        with ema.used():
            safetensors.save(os.path.join(args.out, "weights.safetensors"), network.named(), {"recipe": recipe["name"]})
        print("wrote %s" % os.path.join(args.out, "weights.safetensors"))


def arguments():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", required=True, help="JSON of stages, see recipes/")
    parser.add_argument("--graphs", required=True, help="folder of <frames>x<size>.json")
    parser.add_argument("--cache", required=True, help="folder made by `actscope frames`")
    parser.add_argument("--out", required=True, help="folder of the run")
    parser.add_argument("--from", dest="start", help="weights (safetensors) to begin with, where the recipe comes after another")
    parser.add_argument("--labels", default=os.path.join(here, "labels.json"))
    parser.add_argument("--workers", type=int, default=1, help="processes that read and crop clips")
    parser.add_argument("--check", type=int, default=5, help="measure on the held-back clips every so many epochs")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="threads of PyTorch on a CPU (default: all)")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)  # PyTorch's own default counts physical cores: one of two on many cloud machines
    return args


def place():
    """(rank, number of processes, device) of this process."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    rank = int(os.environ.get("RANK", "0"))
    cuda = torch.cuda.is_available()
    if world > 1:
        dist.init_process_group("nccl" if cuda else "gloo")
    if cuda:
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    return rank, world, torch.device("cuda" if cuda else "cpu")


def first_weights(recipe, args):
    """The tensors that a new run begins with; None from scratch. SystemExit where the recipe and --from do not agree."""
    if recipe.get("after") and not args.start:
        raise SystemExit("the recipe %s goes on where %s ended: name its weights with --from WEIGHTS.safetensors" % (
            recipe["name"], recipe["after"]))
    if args.start and not recipe.get("after"):
        raise SystemExit("the recipe %s begins from scratch: leave out --from, or say in the recipe what it comes \"after\"" %
                         recipe["name"])
    return safetensors.load(args.start) if args.start else None


def load_graph(folder, stage):
    return Network.load(os.path.join(folder, "%s.json" % stage["graph"]))


def set_dropout(network, probability):
    for node in network.graph["nodes"]:
        if node["operator"] == "dropout":
            node["attributes"]["probability"] = probability


def channels_last(network):
    for _, tensor in network.named():
        if tensor.dim() == 4:
            tensor.data = tensor.data.contiguous(memory_format=torch.channels_last)


def adopted(network, weights):
    """`weights` on the network's device; of a stage with other frames, with the classifier fitted to them (`fitted`).
    SystemExit where they are of another network or another label set."""
    result = {}
    for name, tensor in network.named():
        old = weights[name].detach().to(tensor.device, tensor.dtype) if name in weights else tensor.new_empty(0)
        if name == "fc.weight" and old.shape != tensor.shape and len(old) == len(tensor):
            old = fitted(old, classifier_channels(network), tensor.shape[1])
        if old.shape != tensor.shape:
            raise SystemExit("%s is %s in the weights and %s in the network: they are not of this network, width and label set" % (
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


def prepared(x, device, strength):
    """uint8 [B, T, 3, H, W] to the network's normalized floats, colours jittered: one matrix and offset a clip does both."""
    b, t, _, h, w = x.shape
    mean, std = (torch.tensor(v, device=device).view(3, 1) for v in (MEAN, STD))
    matrix, offset = color_jitter(b, strength, device)
    matrix, offset = matrix / std / 255, (offset - mean) / std
    pixels = x.to(device, non_blocking=True).float().view(b * t, 3, h * w)
    x = torch.baddbmm(offset.repeat_interleave(t, 0), matrix.repeat_interleave(t, 0), pixels).view(b, t, 3, h, w)
    return erase(x, strength) if strength else x


def autocast(device):
    return torch.autocast(device.type, dtype=torch.bfloat16)


def run_epoch(model, network, ema, optimizer, stage, epoch, clips, args, rank, world, device, plateau):
    frames, size = (int(v) for v in stage["graph"].split("x"))
    data = Clips(args.cache, clips, frames, size, True, stage["scales"], stage["windows"])
    order = repeated(clips, stage["repeat"], random.Random(1000 * epoch + len(clips)))[rank::world]
    loader = DataLoader(Subset(data, order), stage["batch"], num_workers=args.workers, drop_last=True,
                        worker_init_fn=seed_worker, pin_memory=device.type == "cuda")
    network.train()
    loss_sum = right = seen = 0.0
    steps = len(order) // stage["batch"]
    for step, (x, y) in enumerate(loader):
        lr = learning_rate(stage, plateau, epoch + step / steps)
        for group in optimizer.param_groups:
            group["lr"] = lr
        x, y = prepared(x, device, stage["augment"]), y.to(device)
        share, other = 1.0, y
        if stage["mixup"] and random.random() < 0.5:
            share = random.betavariate(stage["mixup"], stage["mixup"])
            turned = torch.randperm(len(y), device=device)
            x, other = x.mul_(share).add_(x[turned], alpha=1 - share), y[turned]
        with autocast(device):
            logits = model(x)["logits"].float()
        loss = share * cross_entropy(logits, y, stage) + (1 - share) * cross_entropy(logits, other, stage)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), stage["clip"])
        optimizer.step()
        ema.update()
        loss_sum += loss.item()
        right += (logits.argmax(1) == y).sum().item()
        seen += len(y)
    return {"lr": round(lr, 7), "loss": round(loss_sum / max(1, steps), 4), "train_top1": round(right / seen, 4)}


def cross_entropy(logits, y, stage):
    return F.cross_entropy(logits, y, label_smoothing=stage["label_smoothing"])


def seed_worker(_):
    torch.set_num_threads(1)
    random.seed(torch.initial_seed() % 2 ** 32)


@torch.no_grad()
def evaluate(network, stage, clips, args, device):
    """Top-1 and top-5 on the held-back clips, whole and by data set: fractions from 0 to 1."""
    frames, size = (int(v) for v in stage["graph"].split("x"))
    loader = DataLoader(Clips(args.cache, clips, frames, size, False), 32, num_workers=args.workers, worker_init_fn=seed_worker)
    network.eval()
    ranks = []
    for x, y in loader:
        with autocast(device):
            logits = network(prepared(x, device, 0))["logits"].float()
        best = logits.topk(min(5, logits.shape[1])).indices.cpu()
        ranks += [row.index(label) if label in row else 9 for row, label in zip(best.tolist(), y.tolist())]
    sets = [clip.source.split("/")[0] for clip in clips]
    figures = {"top1": _share(r < 1 for r in ranks), "top5": _share(r < 5 for r in ranks)}
    for name in sorted(set(sets)):
        figures["top1_" + name] = _share(r < 1 for r, s in zip(ranks, sets) if s == name)
    return figures


def _share(flags):
    flags = list(flags)
    return round(sum(flags) / len(flags), 4)


def save_state(path, network, ema, optimizer, state):
    torch.save({"state": state, "weights": dict(network.named()), "average": ema.tensors(),
                "optimizer": optimizer.state_dict()}, path + ".part")
    os.replace(path + ".part", path)


if __name__ == "__main__":
    main()
