"""Which frames of a video make a clip: places in time as recognition takes them, with the freedom that training wants.

Every function returns T frame numbers in rising order. `frames`: how many the video has, at the rate of the live recognizer.
"""
import random


def middles(frames, T):
    """The middle frame of each of T equal segments: what recognition takes of a file (TSN; ECO, section 3.1)."""
    return [min(frames - 1, int((i + 0.5) * frames / T)) for i in range(T)]


def segments(frames, T, start=0.0, length=None, bend=1.0):
    """A random frame of each of T equal segments of [start, start + length); bend > 1 makes them denser towards the end."""
    length = frames if length is None else length
    places = [(i + random.random()) / T for i in range(T)]
    return [min(frames - 1, int(start + (1 - (1 - p) ** bend) * length)) for p in places]


def window(frames, T, shortest=20):
    """T segments of a random part of the video, of another speed and length each time."""
    length = random.uniform(min(frames, shortest), frames)
    return segments(frames, T, random.uniform(0, frames - length), length, random.choice([1.0, 1.0, random.uniform(1, 2)]))


def online(frames, T):
    """What ECO's memory holds (ECO, Algorithm 1): half of the clip from the newest block of T frames, a quarter from the block
    before, and so on. Returns (frame numbers, how many of them are older than the newest block)."""
    end = random.randint(min(frames, T), frames)
    numbers, block, share = [], 0, T // 2
    while len(numbers) < T:
        last, first = end - block * T, max(0, end - (block + 1) * T)
        oldest = first == 0
        count = T - len(numbers) if oldest else min(max(1, share), T - len(numbers))
        places = sorted(random.random() for _ in range(count)) if block else [(i + random.random()) / count for i in range(count)]
        numbers = [min(frames - 1, first + int(p * (last - first))) for p in places] + numbers
        if block == 0:
            newest = count
        block, share = block + 1, share // 2
    return numbers, T - newest
