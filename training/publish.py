"""Makes a variant of a finished run: weights, manifest and model card in one folder.

    python3 training/publish.py --run RUN --id res34-se-im-net/everyday --title "..." --width 0.25 \\
        --recipe everyday --commit COMMIT --out native-models/models/res34-se-im-net.everyday [--measured EVALUATION.json]

RUN/weights.safetensors is taken, or, while the run goes on, the averaged weights of RUN/last.pt. --measured is what
`actscope evaluate RUN/held-back.txt --json` printed; this script writes that list too.
"""
import argparse
import hashlib
import json
import os
import shutil

import torch

import safetensors
from data import load_clips
from train import MEAN, STD, fitted

HERE = os.path.dirname(os.path.abspath(__file__))
SETS = {"ucf101": "UCF101 (14 classes)", "weizmann": "Weizmann actions", "ut_interaction": "UT-Interaction",
        "physio": "three home physiotherapy exercises"}
SPLIT = ("group-wise held-back clips: source videos g11 and g20 of UCF101's training list 1, one person of Weizmann, "
         "every seventh sequence of UT-Interaction, every fifth physiotherapy recording; no training clip shares a group")
DATA = ("UCF101 training list 1 (14 classes), Weizmann (7 people), UT-Interaction, one person's physiotherapy exercises; "
        "research material, not part of Actscope")
LICENCE = "MIT (weights); trained on research footage: research and personal use"
LIMITS = [
    "knows these %d labels and nothing else; anything else is put under the nearest of them or falls below the threshold",
    "trained on 1,389 clips from scratch: a demonstration, not a measuring instrument; not for medical, safety or legal use",
    "Weizmann's actions were seen from six people in front of one wall; expect little of them elsewhere",
    "appearance helps a lot (a piano, a horse, surf); the same movement without it is recognized less often",
]


def main():
    args = arguments()
    os.makedirs(args.out, exist_ok=True)
    weights = os.path.join(args.out, "weights.safetensors")
    finished = os.path.join(args.run, "weights.safetensors")
    if os.path.exists(finished):
        shutil.copyfile(finished, weights)
    else:
        state = torch.load(os.path.join(args.run, "last.pt"), map_location="cpu")
        tensors = state["average"] or state["weights"]
        channels = round(512 * args.width)
        tensors["fc.weight"] = fitted(tensors["fc.weight"], channels, channels * args.frames)
        safetensors.save(weights, list(tensors.items()), {"recipe": args.recipe})
    with open(weights, "rb") as file:
        content = file.read()
    with open(args.labels) as file:
        labels = json.load(file)
    network, _ = args.id.split("/")
    manifest = {
        "format": 1, "id": args.id, "title": args.title,
        "network": {"name": network, "frames": args.frames, "size": args.size, "width": args.width},
        "preprocessing": {"shortSide": args.short_side or round(args.size * 8 / 7),
                          "normalization": {"scale": 255, "mean": list(MEAN), "std": list(STD)}},
        "rate": args.rate,
        "weights": {"file": "weights.safetensors", "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)},
        "labels": labels,
        "training": {"data": DATA, "recipe": args.recipe, "commit": args.commit},
        "licence": LICENCE, "limits": [limit % len(labels) if "%d" in limit else limit for limit in LIMITS],
    }
    if args.measured:
        with open(args.measured) as file:
            manifest["measured"] = measured(json.load(file), labels)
    with open(os.path.join(args.out, "manifest.json"), "w") as file:
        json.dump(manifest, file, indent=2)
        file.write("\n")
    with open(os.path.join(args.out, "README.md"), "w") as file:
        file.write(card(manifest, args))
    write_held_back(args, labels)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("run", "id", "title", "recipe", "commit", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--after", nargs="*", default=[], help="the recipes before --recipe, the first one first")
    parser.add_argument("--averaged", action="store_true", help="the weights are the mean of the last two recipes' (average.py)")
    parser.add_argument("--width", type=float, required=True)
    parser.add_argument("--frames", type=int, default=16)
    parser.add_argument("--size", type=int, default=112)
    parser.add_argument("--short-side", type=int, help="pixels of the short side before the centre crop (default: 8/7 of --size)")
    parser.add_argument("--rate", type=float, default=12.5, help="frames per second of the online sampler")
    parser.add_argument("--measured")
    parser.add_argument("--labels", default=os.path.join(HERE, "labels.json"))
    parser.add_argument("--cache", help="with --data: writes RUN/held-back.txt")
    parser.add_argument("--data", help="the folder that the cache was made of")
    return parser.parse_args()


def measured(evaluation, labels):
    set_of = {entry["label"]: entry["classes"][0].split("/")[0] for entry in labels}
    by_set = {}
    for row in evaluation["perClass"]:
        right, clips = by_set.get(set_of[row["label"]], (0, 0))
        by_set[set_of[row["label"]]] = (right + row["recall"] * row["clips"], clips + row["clips"])
    return {"split": SPLIT, "clips": evaluation["clips"], "top1": round(evaluation["top1"], 4),
            "top5": round(evaluation["top5"], 4),
            "bySet": {name: round(right / clips, 4) for name, (right, clips) in by_set.items()}}


def card(manifest, args):
    figures = manifest.get("measured")
    recipes = [*args.after, args.recipe]
    lines = ["# %s" % manifest["title"], "",
             "Network `%s`, width %g, %d frames of %d x %d pixels; %.1f MB of fp16 weights." % (
                 manifest["network"]["name"], args.width, args.frames, args.size, args.size,
                 manifest["weights"]["bytes"] / 1e6), "",
             "**Trained** from scratch by %s%s at commit %s, on %s. Logs: %s." % (
                 ", then ".join("`training/recipes/%s.json`" % name for name in recipes),
                 "; the weights are the mean of what the last two ended with," if args.averaged else "", args.commit, DATA,
                 ", ".join("`training/logs/%s.%s.jsonl`" % (manifest["network"]["name"], name) for name in recipes)), ""]
    if figures:
        lines += ["**Measured** with `actscope evaluate` on %d %s: top-1 %.1f %%, top-5 %.1f %%." % (
            figures["clips"], figures["split"], 100 * figures["top1"], 100 * figures["top5"]), "",
            "| data set | top-1 |", "|---|---|"]
        lines += ["| %s | %.1f %% |" % (SETS[name], 100 * share) for name, share in figures["bySet"].items()] + [""]
    lines += ["**Limits**", ""] + ["- " + limit for limit in manifest["limits"]]
    lines += ["", "**Licence**: %s. No footage is part of Actscope." % manifest["licence"], "", "**Labels**", ""]
    lines += ["- %s%s" % (entry["label"], " (background: shown, never an event)" if entry.get("background") else "")
              for entry in manifest["labels"]]
    return "\n".join(lines) + "\n"


def write_held_back(args, labels):
    if not (args.cache and args.data):
        return
    _, held = load_clips(args.cache, labels)
    with open(os.path.join(args.run, "held-back.txt"), "w") as file:
        for clip in held:
            file.write("%s\t%s\n" % (os.path.join(os.path.abspath(args.data), clip.name), clip.source))


if __name__ == "__main__":
    main()
