"""Trains several recipes at once on one GPU, which holds the clips, the pictures and the teacher's features once for all.

    python3 training/together.py JOBS.json --cache CACHE --pictures PACK... --teacher TEACHER --graphs GRAPHS --out RUNS

JOBS is a list of {"name", "recipe", "fold"?, "after"?: [job, stage]}: each is what `train.py --out RUNS/<name>` does, in a process of its
own; one that comes after another begins with the weights that the other's stage ended with. Small networks leave most of a GPU
idle, so that together they need little longer than one of them.
"""
import json
import os
import time

import torch
import torch.multiprocessing as processes

import train
from distill import Views


def main():
    began = time.time()
    parser = train.arguments_parser()
    parser.add_argument("jobs")
    parser.add_argument("--views", type=int, default=4, help="crops of each picture that the teacher looks at")
    args = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    with open(args.labels) as file:
        labels = json.load(file)
    with open(args.jobs) as file:
        jobs = json.load(file)
    material = train.load_material(args, labels, device)
    print("%.0f s: %d clips, %d pictures" % (time.time() - began, len(material.clips.clips), len(material.pictures.pixels)), flush=True)
    material.views = Views(material.pictures, material.teacher, args.views)
    train.clip_features(material)
    torch.cuda.synchronize() if device.type == "cuda" else None
    print("%.0f s: the teacher has seen them" % (time.time() - began), flush=True)
    running, waiting = {}, list(jobs)
    spawn = processes.get_context("spawn")
    while running or waiting:
        for job in [job for job in waiting if ready(job, args.out)]:
            waiting.remove(job)
            running[job["name"]] = spawn.Process(target=run, args=(job, labels, material, args))
            running[job["name"]].start()
        for name, process in list(running.items()):
            if not process.is_alive():
                print("%.0f s: %s ended with %d" % (time.time() - began, name, process.exitcode), flush=True)
                del running[name]
        if not running and waiting:
            print("never began: %s" % ", ".join(job["name"] for job in waiting))
            break
        time.sleep(0.2)


def stage_weights(job, out):
    name, stage = job["after"]
    return os.path.join(out, name, "stage%d.safetensors" % stage)


def ready(job, out):
    return "after" not in job or os.path.exists(stage_weights(job, out))


def run(job, labels, material, args):
    """One job, in its own process; the material's tensors are the parent's."""
    args.out, args.fold = os.path.join(args.out, job["name"]), job.get("fold", 0)
    args.start = stage_weights(job, os.path.dirname(args.out)) if "after" in job else None
    torch.set_num_threads(2)
    rank, world, device = train.place()
    train.train(job["recipe"], labels, material, args, rank, world, device)


if __name__ == "__main__":
    main()
