"""Which clips may be seen by what: six parts by group, never by clip, as clips of one group look alike.

Part 0 is the test part: no training and no choice ever sees it; the figures in manifests and README come from it. Parts 1 to 5
are the five folds of cross-validation: a recipe is chosen on them, and what ships is trained on all five.
"""
import re
import zlib

PARTS = 6
TEST = 0
TRAIN_ONLY = -1  # sets whose films may stand in several groups, and generated ones: never measured on


def group_of(dataset, file):
    """What must not be split: source video (ucf101 gNN), person (weizmann), sequence (ut_interaction), recording (physio), person (gmdcsa24);
    of any other set what its files' names begin with."""
    if dataset == "ut_interaction":
        return re.match(r"set\d+_seq\d+", file).group(0)
    if dataset == "physio":
        return file.rsplit(".", 1)[0]
    return re.split(r"[_.]", file)[0]


def part_of(dataset, group):
    """0 to 5. Groups of UCF101, of Weizmann and of UT-Interaction are dealt in turn, so that every part has some of each class."""
    if dataset == "ucf101":
        return int(group[1:]) % PARTS
    if dataset == "weizmann":
        people = ["moshe", "daria", "denis", "eli", "ira", "lena", "lyova"]
        return people.index(group) % PARTS if group in people[:PARTS] else PARTS - 1
    if dataset == "ut_interaction":
        return int(group.split("seq")[1]) % PARTS
    if dataset == "gmdcsa24":
        return int(group[-1]) % 4
    if dataset in ("fitness_misc", "generated"):
        return TRAIN_ONLY
    return zlib.crc32(group.encode()) % PARTS
