"""Averages the weights of runs of one network, tensor by tensor, all alike.

    python3 training/average.py OUT.safetensors FIRST.safetensors SECOND.safetensors ... --width 0.25

Of use where each run began with the weights of the one before: their means are then as good as they are. Classifiers of
other numbers of frames are fitted to the first one's.
"""
import argparse

import safetensors
from train import fitted


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("weights", nargs="+")
    parser.add_argument("--width", type=float, required=True, help="of the networks, as `actscope graph` was told")
    args = parser.parse_args()
    runs = [safetensors.load(path) for path in args.weights]
    columns = runs[0]["fc.weight"].shape[1]
    for run in runs:
        run["fc.weight"] = fitted(run["fc.weight"], round(512 * args.width), columns)
    means = [(name, sum(run[name] for run in runs) / len(runs)) for name in runs[0]]
    safetensors.save(args.out, means, {"averaged": len(runs)})


if __name__ == "__main__":
    main()
