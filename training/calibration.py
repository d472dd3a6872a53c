"""Scores that mean what they say: temperature, calibration error, and the threshold below which a variant says nothing.

Fitted and measured crosswise: the clips are cut in two halves by group; what is fitted on one half is measured on the other.
"""
import torch
import torch.nn.functional as F

BINS = 15


def temperature(logits, labels):
    """The T that makes softmax(logits / T) most likely (Guo et al. 2017, section 4.2), 0.2 to 5."""
    candidates = torch.logspace(-0.7, 0.7, 141)
    losses = torch.stack([F.cross_entropy(logits / t, labels) for t in candidates])
    return float(candidates[losses.argmin()])


def expected_error(confidence, right):
    """(expected calibration error of 0 to 1 (Guo et al. 2017, Eq. 3), bins that hold clips: confidence, accuracy, clips)."""
    bins, error = [], 0.0
    at = (confidence * BINS).long().clamp(max=BINS - 1)
    for number in range(BINS):
        inside = at == number
        count = int(inside.sum())
        if count:
            mean, accuracy = float(confidence[inside].mean()), float(right[inside].float().mean())
            error += count / len(confidence) * abs(mean - accuracy)
            bins.append({"confidence": round(mean, 4), "accuracy": round(accuracy, 4), "clips": count})
    return error, bins


def crosswise(logits, labels, halves):
    """(temperature on all, expected calibration error and bins of the halves, each by the other's temperature)."""
    confidence, right = torch.zeros(len(labels)), torch.zeros(len(labels), dtype=torch.bool)
    for half in (0, 1):
        here = halves == half
        t = temperature(logits[~here], labels[~here])
        confidence[here], best = (logits[here] / t).softmax(1).max(1)
        right[here] = best == labels[here]
    error, bins = expected_error(confidence, right)
    return temperature(logits, labels), error, bins


def said(logits, t, quiet):
    """The score of the label that would be said, [n]; 0 where the best is one of those that are never said (`quiet`: indices)."""
    score, best = (logits / t).softmax(1).max(1)
    return torch.where(torch.isin(best, torch.tensor(sorted(quiet))), torch.zeros_like(score), score)


def threshold(scores, share=0.2):
    """The lowest of 0.30, 0.31 ... 0.95 at which at most `share` of clips of unknown actions get a label."""
    for hundredths in range(30, 96):
        if float((scores >= hundredths / 100).float().mean()) <= share:
            return hundredths / 100
    return 0.95
