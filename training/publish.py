"""Makes a variant of a finished run: weights, manifest and model card in one folder.

    python3 training/publish.py --run RUN --recipe training/recipes/RECIPE.json --id res34-se-im-net/everyday-light --title "..." \\
        --commit COMMIT --cache CACHE --data DATA --unknown CACHE... --out native-models/models/res34-se-im-net.everyday-light

Two turns: the first writes weights, calibration and RUN/test.txt, the clips that no training and no choice saw; then
`actscope evaluate RUN/test.txt --variant ID --json > RUN/measured.json`, and the second, with --measured, writes its figures.
--unknown: caches of clips whose actions are none of the labels: the first chooses the threshold, the others only measure it.
"""
import argparse
import hashlib
import json
import os
import shutil
import zlib

import torch

import safetensors
from calibration import crosswise, said, threshold
from clips import logits_of
from data import Clips
from graph import Network
from splits import TEST, group_of
from train import HERE, IMAGENET, adopt, channels_last, graph_file

SETS = {"ucf101": "UCF101 (14 classes)", "weizmann": "Weizmann actions", "ut_interaction": "UT-Interaction",
        "physio": "three home physiotherapy exercises", "gmdcsa24": "GMDCSA-24, at home"}
SPLIT = ("test part, by group, that no training and no choice saw: of UCF101's training list 1 the source videos g12, g18 and g24, "
         "of Weizmann one person (moshe), of UT-Interaction every sixth sequence, of the rest a sixth of the groups")
DATA = ("pictures (HAR-15, Stanford 40, Imagenette, Caltech-101 and other public sets, by distillation from MobileNetV2, ImageNet, "
        "Apache-2.0) and clips (UCF101 training list 1 of 14 classes, Weizmann, UT-Interaction, one person's physiotherapy "
        "exercises, GMDCSA-24, yoga and fitness clips); research material, not part of Actscope")
LICENCE = "MIT (weights); trained on research footage: research and personal use"
LIMITS = [
    "knows these %d labels; %d more took part in training but did not prove themselves on real video, so they are never said",
    "the test part is of the same data sets as the training clips: expect less of a camera and of people it never saw",
    "a demonstration, not a measuring instrument; not for medical, safety or legal use",
    "Weizmann's actions were seen from six people in front of one wall; expect little of them elsewhere",
    "appearance helps a lot (a piano, a horse, surf); the same movement without it is recognized less often",
]


def main():
    args = arguments()
    os.makedirs(args.out, exist_ok=True)
    weights = os.path.join(args.out, "weights.safetensors")
    shutil.copyfile(os.path.join(args.run, "weights.safetensors"), weights)
    with open(weights, "rb") as file:
        content = file.read()
    with open(args.labels) as file:
        labels = json.load(file)
    with open(args.recipe) as file:
        recipe = json.load(file)
    frames, size = (int(v) for v in recipe["stages"][-1]["graph"].split("x"))
    normalization = recipe.get("normalization", IMAGENET)
    test = test_clips(args, labels)
    manifest = {
        "format": 1, "id": args.id, "title": args.title,
        "network": {"name": recipe["network"], "frames": frames, "size": size, "width": recipe["width"]},
        "preprocessing": {"shortSide": round(size * 8 / 7), "normalization": normalization},
        "rate": args.rate,
        "weights": {"file": "weights.safetensors", "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)},
        "labels": [{key: value for key, value in entry.items() if key != "stills"} for entry in labels],
        "training": {"data": DATA, "recipe": recipe["name"], "commit": args.commit},
        "calibration": calibration(args, labels, recipe, normalization, test),
        "licence": LICENCE, "limits": limits(labels),
    }
    if args.measured:
        with open(args.measured) as file:
            manifest["measured"] = measured(json.load(file))
    with open(os.path.join(args.out, "manifest.json"), "w") as file:
        json.dump(manifest, file, indent=2)
        file.write("\n")
    with open(os.path.join(args.out, "README.md"), "w") as file:
        file.write(card(manifest, recipe))
    with open(os.path.join(args.run, "test.txt"), "w") as file:
        for clip in test.chosen:
            file.write("%s\t%s\n" % (os.path.join(os.path.abspath(args.data), clip.name), clip.source))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("run", "recipe", "id", "title", "commit", "out", "cache", "data"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--rate", type=float, default=12.5, help="frames per second of the online sampler")
    parser.add_argument("--unknown", nargs="*", default=[], help="caches of clips of other actions")
    parser.add_argument("--measured", help="what `actscope evaluate RUN/test.txt --json` printed")
    parser.add_argument("--graphs")
    parser.add_argument("--labels", default=os.path.join(HERE, "labels.json"))
    return parser.parse_args()


def said_at_all(entry):
    """Whether the label is one that the variant may say: neither hidden nor the background."""
    return not (entry.get("hidden") or entry.get("background"))


def limits(labels):
    hidden = sum(bool(entry.get("hidden")) for entry in labels)
    return [LIMITS[0] % (len(labels) - hidden, hidden), *LIMITS[1:]] if hidden else [
        "knows these %d labels and nothing else" % len(labels), *LIMITS[1:]]


def test_clips(args, labels):
    """The clips of the test part whose labels are said; as `chosen` of the cache."""
    clips = Clips(args.cache, labels, torch.device("cpu"))
    clips.chosen = [clip for clip in clips.clips if clip.part == TEST and not labels[clip.label].get("hidden")]
    return clips


def calibration(args, labels, recipe, normalization, test):
    """The manifest's `calibration`: temperature and error crosswise on the test part, the threshold on the first --unknown."""
    args.out, out = args.run, args.out
    graph = graph_file(args, recipe["network"], recipe["width"], recipe["stages"][-1]["graph"], len(labels))
    args.out = out
    network = Network.load(graph)
    adopt(network, safetensors.load(os.path.join(args.run, "weights.safetensors")))
    channels_last(network)
    size = tuple(int(v) for v in recipe["stages"][-1]["graph"].split("x"))

    def logits(clips, chosen):
        return logits_of(network, clips, chosen, size, normalization, torch.device("cpu"), 8)

    halves = torch.tensor([zlib.crc32((clip.source + group_of(clip.set, clip.name.split("/")[-1])).encode()) % 2 for clip in test.chosen])
    found, right = logits(test, test.chosen), torch.tensor([clip.label for clip in test.chosen])
    t, error, bins = crosswise(found, right, halves)
    quiet = {index for index, entry in enumerate(labels) if not said_at_all(entry)}
    result = {"temperature": round(t, 4), "threshold": 0.5, "error": round(error, 4), "bins": bins,
              "set": "the test part, crosswise by halves of its groups"}
    for number, cache in enumerate(args.unknown):
        clips = unknown_clips(cache)
        scores = said(logits(clips, clips.clips), t, quiet)
        if number == 0:
            result["threshold"] = threshold(scores)
        result["unknown"] = {"clips": len(scores), "labelled": int((scores >= result["threshold"]).sum())}
    return result


def unknown_clips(cache):
    with open(os.path.join(cache, "index.json")) as file:
        sources = sorted({"%s/%s" % (entry["set"], entry["cls"]) for entry in json.load(file)})
    return Clips(cache, [{"classes": [source]} for source in sources], torch.device("cpu"))


def measured(evaluation):
    """The figures of `actscope evaluate --json` that a manifest holds."""
    def rounded(rate):
        return {**rate, "low": round(rate["low"], 4), "high": round(rate["high"], 4)}

    return {"split": SPLIT, "clips": evaluation["clips"], "top1": round(evaluation["top1"], 4), "top5": round(evaluation["top5"], 4),
            "bySet": {name: round(rate["right"] / rate["clips"], 4) for name, rate in evaluation["sources"].items()},
            "whole": rounded(evaluation["whole"]), "sources": {name: rounded(rate) for name, rate in evaluation["sources"].items()}}


def card(manifest, recipe):
    figures, fitted = manifest.get("measured"), manifest["calibration"]
    network = manifest["network"]
    lines = ["# %s" % manifest["title"], "",
             "Network `%s`, width %g, %d frames of %d x %d pixels; %.1f MB of fp16 weights." % (
                 network["name"], network["width"], network["frames"], network["size"], network["size"],
                 manifest["weights"]["bytes"] / 1e6), "",
             "**Trained** by `training/recipes/%s.json`%s at commit %s, on %s. Log: `training/logs/`." % (
                 recipe["name"], " after `%s`" % recipe["after"] if recipe.get("after") else "", manifest["training"]["commit"], DATA), ""]
    if figures:
        lines += ["**Measured** with `actscope evaluate` on %d clips of the %s." % (figures["clips"], SPLIT), "",
                  "| clips | right | of | top-1 | 95 % interval |", "|---|---|---|---|---|"]
        rows = [("all", figures["whole"]), *((SETS.get(name, name), row) for name, row in sorted(figures["sources"].items()))]
        lines += ["| %s | %d | %d | %.1f %% | %.1f to %.1f %% |" % (
            name, row["right"], row["clips"], 100 * row["right"] / row["clips"], 100 * row["low"], 100 * row["high"])
            for name, row in rows]
        lines += ["", "Top-5: %.1f %%." % (100 * figures["top5"]), ""]
    lines += ["**Calibrated** on %s: temperature %.3g, expected calibration error %.1f %%." % (
        fitted["set"], fitted["temperature"], 100 * fitted["error"]), "",
        "| it says | it is right | clips |", "|---|---|---|"]
    lines += ["| %.0f %% | %.0f %% | %d |" % (100 * row["confidence"], 100 * row["accuracy"], row["clips"]) for row in fitted["bins"]]
    if "unknown" in fitted:
        lines += ["", "Below %.0f %% it says nothing: of %d clips of actions that it does not know %d get a label." % (
            100 * fitted["threshold"], fitted["unknown"]["clips"], fitted["unknown"]["labelled"])]
    lines += ["", "**Limits**", ""] + ["- " + limit for limit in manifest["limits"]]
    lines += ["", "**Licence**: %s. No footage is part of Actscope." % manifest["licence"], "", "**Labels**", ""]
    lines += ["- %s%s" % (entry["label"], " (background: shown, never an event)" if entry.get("background") else "")
              for entry in manifest["labels"] if not entry.get("hidden")]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
