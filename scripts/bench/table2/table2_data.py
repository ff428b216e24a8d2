"""The decoded videos, which clips are drawn of them, and the views that are cut from them."""

import numpy as np
import torch
from torch.nn import functional as F


class Videos:
    """Decoded frames: small ones in memory, (videos, frames, height, width, 3) uint8; the original ones mapped from their files."""

    def __init__(self, entries, job):
        self.job = job
        frames, small, large = job["videoFrames"], job["resized"], job["original"]
        self.small = torch.empty(len(entries), frames, *small, 3, dtype=torch.uint8)
        self.large = [np.memmap(entry["original"], np.uint8, "r", shape=(frames, *large, 3)) for entry in entries]
        self.frame_labels = torch.zeros(len(entries), frames, job["classes"])
        self.video_labels = np.zeros((len(entries), job["classes"]), np.uint8)
        times = np.arange(frames) / job["fps"]
        for k, entry in enumerate(entries):
            self.small[k] = torch.from_numpy(np.fromfile(entry["resized"], np.uint8).reshape(frames, *small, 3))
            for action in entry["actions"]:
                active = torch.from_numpy((action["start"] < times) & (times < action["end"]))
                self.frame_labels[k, active, action["class"]] = 1
                self.video_labels[k, action["class"]] = 1

    def labels(self, clips):
        length = self.job["frames"]
        return torch.stack([self.frame_labels[v, t : t + length] for v, t, *_ in clips])

    def views(self, clips):
        """V_in, normalised, (N, 3, T, side, side); its memory is channels last."""
        length, side = self.job["frames"], self.job["side"]
        parts = [self.small[v, t : t + length, y : y + side, x : x + side] for v, t, y, x, _ in clips]
        stacked = torch.stack([part.flip(2) if clip[4] else part for part, clip in zip(parts, clips)])
        return normalised(stacked.float(), self.job).permute(0, 4, 1, 2, 3)

    def focused(self, clips, corners):
        """The boxes cut from the original frames, resized to the view."""
        length, side, box = self.job["frames"], self.job["side"], self.job["boxSide"]
        scale = self.job["original"][0] // self.job["resized"][0]
        regions = np.empty((len(clips), length, box * scale, box * scale, 3), np.uint8)
        for k, ((v, t, y, x, flip), (by, bx)) in enumerate(zip(clips, corners)):
            top, left = (y + by) * scale, (x + (side - box - bx if flip else bx)) * scale
            regions[k] = self.large[v][t : t + length, top : top + box * scale, left : left + box * scale]
            if flip:
                regions[k] = regions[k][:, :, ::-1]
        pixels = normalised(torch.from_numpy(regions).float(), self.job)
        return resized(pixels.permute(0, 4, 1, 2, 3), side)


def normalised(pixels, job):
    return pixels.sub_(torch.tensor(job["mean"])).div_(torch.tensor(job["std"]))


def resized(views, side):
    """(N, 3, T, h, w) -> (N, 3, T, side, side): bilinear, half-pixel centres."""
    n, channels, frames, height, width = views.shape
    flat = views.permute(0, 2, 1, 3, 4).reshape(n * frames, channels, height, width)
    out = F.interpolate(flat, (side, side), mode="bilinear", align_corners=False)
    return out.reshape(n, frames, channels, side, side).permute(0, 2, 1, 3, 4)


def upscaled(views, corners, job):
    """The boxes cut from V_in, which has no more detail than V_in."""
    box = job["boxSide"]
    cut = torch.stack([views[k, :, :, by : by + box, bx : bx + box] for k, (by, bx) in enumerate(corners)])
    return resized(cut, job["side"])


def training_clips(job, videos, epoch):
    """The clips of an epoch in batches: (video, first frame, top, left, flip), the same for every row of a seed."""
    random = np.random.default_rng([job["seed"], epoch])
    count = len(videos.large)
    order = random.permutation(count)
    starts = random.integers(0, job["videoFrames"] - job["frames"] + 1, count)
    tops, lefts = (random.integers(0, size - job["side"] + 1, count) for size in job["resized"])
    flips = random.random(count) < 0.5
    clips = [tuple(map(int, clip)) for clip in zip(order, starts, tops, lefts, flips)]
    batch = job["batchSize"]
    return [clips[at : at + batch] for at in range(0, count - batch + 1, batch)]


def test_clips(job, videos):
    """Evenly spaced clips of every video, from the centre, not flipped."""
    last = job["videoFrames"] - job["frames"]
    starts = [round(last * k / (job["testClips"] - 1)) if job["testClips"] > 1 else 0 for k in range(job["testClips"])]
    top, left = ((size - job["side"]) // 2 for size in job["resized"])
    return [(v, start, top, left, 0) for v in range(len(videos.large)) for start in starts]


def random_corners(job, key, count):
    """Boxes at random places, from a stream of their own."""
    random = np.random.default_rng([job["seed"], 1, *key])
    return [tuple(map(int, corner)) for corner in random.integers(0, job["side"] - job["boxSide"] + 1, (count, 2))]


def average_precision(scores, labels):
    """Official mAP of Charades; videos without a label rank last."""
    scores = np.where(labels.any(1, keepdims=True), scores, -np.inf)
    values = []
    for c in range(labels.shape[1]):
        hit = labels[np.argsort(-scores[:, c], kind="stable"), c]
        if hit.any():
            values.append(float(((np.cumsum(hit) / np.arange(1, len(hit) + 1)) * hit).sum() / hit.sum()))
    return float(np.mean(values))
