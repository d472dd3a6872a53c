"""Makes a pack of pictures for training: small, in one file, so that it can be sent to a machine with a GPU.

    python3 training/pack.py FOLDER OUT [--groups GROUPS.json] [--short 112] [--quality 50]

FOLDER holds <set>/<class>/<file> (labelled stills) or <set>/<file>. Writes OUT.bin (WebP, one after another) and OUT.json
([[name, offset, bytes], ...]). GROUPS ({set: [[path, class, group], ...]}) gives near-duplicates one group, which splits.py never
parts: the name becomes <set>/<class>/<group>-<file>.
"""
import argparse
import io
import json
import os

from PIL import Image

from pictures import LONG, SHORT


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("out")
    parser.add_argument("--groups", help="JSON of near-duplicates")
    parser.add_argument("--short", type=int, default=SHORT, help="pixels of the short side at most")
    parser.add_argument("--quality", type=int, default=50, help="of WebP, 0 to 100")
    args = parser.parse_args()
    names = named(args.groups)
    index, offset = [], 0
    with open(args.out + ".bin", "wb") as file:
        for path in sorted(pictures_in(args.folder)):
            content = packed(os.path.join(args.folder, path), args.short, args.quality)
            if content is None:
                print("left out, not a picture: %s" % path)
                continue
            file.write(content)
            index.append([names.get(path, path), offset, len(content)])
            offset += len(content)
    with open(args.out + ".json", "w") as file:
        json.dump(index, file, separators=(",", ":"))
    print("%d pictures, %.1f MB" % (len(index), offset / 1e6))


def pictures_in(folder):
    """Paths relative to `folder` of everything in it."""
    for place, _, files in os.walk(folder):
        for file in files:
            yield os.path.relpath(os.path.join(place, file), folder)


def named(path):
    """{path: name with class and group}; empty without a file of groups."""
    if path is None:
        return {}
    with open(path) as file:
        groups = json.load(file)
    return {picture: "%s/%s/%s-%s" % (name, label, group, os.path.basename(picture))
            for name, rows in groups.items() for picture, label, group in rows}


def packed(path, short, quality):
    """A picture as WebP, no longer than 3:2 and no larger than asked; None where it cannot be read."""
    try:
        picture = Image.open(path).convert("RGB")
    except OSError:
        return None
    width, height = picture.size
    longest = min(width, height) * LONG // SHORT
    if max(width, height) > longest:
        left, top = (width - min(width, longest)) // 2, (height - min(height, longest)) // 2
        picture = picture.crop((left, top, left + min(width, longest), top + min(height, longest)))
    scale = min(1, short / min(picture.size))
    if scale < 1:
        picture = picture.resize(tuple(max(1, round(side * scale)) for side in picture.size), Image.BICUBIC)
    content = io.BytesIO()
    picture.save(content, "WEBP", quality=quality, method=3)
    return content.getvalue()


if __name__ == "__main__":
    main()
