"""The peer of the benchmarks: the two backbones in PyTorch eager mode, as somebody would write them.

    python peer.py BACKBONE FRAMES SIDE BATCH TASK LAYOUT [CHECKPOINT]

BACKBONE resnet50_i3d | micro_i3d; TASK forward | saliency | train; LAYOUT contiguous | channels_last; CHECKPOINT: a state_dict to
start from, with PyVideoResearch's names. Every line on the standard input is a number of steps to take; the answer is one line of
JSON: milliseconds of wall and CPU time a step, and the largest resident memory so far. OMP_NUM_THREADS says how many threads,
FOVEA_BENCH_DEVICE=gpu that it runs on the first GPU, with TF32 as libtensorflow has it.
"""

import json
import os
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
device = torch.device("cuda" if os.environ.get("FOVEA_BENCH_DEVICE") == "gpu" else "cpu")
torch.backends.cudnn.benchmark = True
torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = os.environ.get("NVIDIA_TF32_OVERRIDE") != "0"


def convolution(inputs, outputs, kernel, stride=(1, 1, 1)):
    return nn.Conv3d(inputs, outputs, kernel, stride, tuple(k // 2 for k in kernel), bias=False)


class Residual(nn.Module):
    """Convolutions (kernel, stride, width) with batch norm, and a shortcut that is a convolution where shapes change."""

    def __init__(self, inputs, layers, stride, norm, project):
        super().__init__()
        self.depth = len(layers)
        width = inputs
        for k, (kernel, step, channels) in enumerate(layers, 1):
            setattr(self, f"conv{k}", convolution(width, channels, kernel, step))
            setattr(self, f"bn{k}", nn.BatchNorm3d(channels, **norm))
            width = channels
        self.downsample = None
        if project:
            self.downsample = nn.Sequential(convolution(inputs, width, (1, 1, 1), stride), nn.BatchNorm3d(width))

    def forward(self, x):
        y = x
        for k in range(1, self.depth + 1):
            y = getattr(self, f"bn{k}")(getattr(self, f"conv{k}")(y))
            if k < self.depth:
                y = F.relu(y, inplace=True)
        y += x if self.downsample is None else self.downsample(x)
        return F.relu(y, inplace=True)


def bottleneck(inputs, width, stride, first):
    layers = [((3, 1, 1), (1, 1, 1), width), ((1, 3, 3), (1, stride, stride), width), ((1, 1, 1), (1, 1, 1), 4 * width)]
    return Residual(inputs, layers, (1, stride, stride), {"eps": 1e-3, "momentum": 0.01}, first)


class ResNet50I3D(nn.Module):
    classes = 157

    def __init__(self):
        super().__init__()
        self.conv1 = convolution(3, 64, (5, 7, 7), (2, 2, 2))
        self.bn1 = nn.BatchNorm3d(64, eps=1e-3, momentum=0.01)
        width = 64
        for number, (planes, count, stride) in enumerate([(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)], 1):
            blocks = [bottleneck(width if k == 0 else 4 * planes, planes, stride if k == 0 else 1, k == 0) for k in range(count)]
            setattr(self, f"layer{number}", nn.Sequential(*blocks))
            width = 4 * planes
        self.fc = nn.Conv3d(2048, self.classes, 1)

    def forward(self, x):
        x = F.max_pool3d(F.relu(self.bn1(self.conv1(x)), inplace=True), 3, 2, 1)
        x = F.max_pool3d(self.layer1(x), (3, 1, 1), (2, 1, 1), (1, 0, 0))
        x = self.layer4(self.layer3(self.layer2(x)))
        x = F.dropout(F.avg_pool3d(x, (2, 7, 7), 1), 0.5, self.training)
        return self.fc(x).mean(4).mean(3).transpose(1, 2)


class MicroI3D(nn.Module):
    classes = 8

    def __init__(self):
        super().__init__()
        self.conv1 = convolution(3, 16, (1, 5, 5), (1, 2, 2))
        self.bn1 = nn.BatchNorm3d(16)
        block = lambda i, o, t, s, project: nn.Sequential(
            Residual(i, [((3, 1, 1), (t, 1, 1), o), ((1, 3, 3), (1, s, s), o)], (t, s, s), {}, project)
        )
        self.layer1, self.layer2, self.layer3 = block(16, 16, 1, 1, False), block(16, 32, 2, 2, True), block(32, 64, 1, 1, True)
        self.fc = nn.Conv3d(64, self.classes, 1)

    def forward(self, x):
        x = F.max_pool3d(F.relu(self.bn1(self.conv1(x)), inplace=True), (1, 3, 3), (1, 2, 2), (0, 1, 1))
        x = self.layer3(self.layer2(self.layer1(x)))
        x = F.dropout(F.avg_pool3d(x, (1, 7, 7), 1), 0.3, self.training)
        return self.fc(x).mean(4).mean(3).transpose(1, 2)


def training_loss(logits, frame_labels):
    """Video loss + frame loss (paper eq. 1-2)."""
    frames = F.interpolate(logits.transpose(1, 2), frame_labels.shape[1], mode="linear", align_corners=True).transpose(1, 2)
    video = F.binary_cross_entropy_with_logits(logits.mean(1), frame_labels.amax(1))
    return video + F.binary_cross_entropy_with_logits(frames, frame_labels)


def make_step(task, network, clips, labels):
    if task == "forward":
        network.eval()

        def forward():
            with torch.inference_mode():
                return network(clips).cpu().numpy()

        return forward
    if task == "saliency":
        network.eval().requires_grad_(False)

        def saliency():
            views = clips.detach().requires_grad_(True)
            p = torch.sigmoid(network(views))
            (gradient,) = torch.autograd.grad((p * torch.log(p + 1e-8)).sum(), views)
            return gradient.square().sum(1).sqrt().amax(1).cpu().numpy()

        return saliency
    network.train()
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9, weight_decay=1e-7)

    def train():
        optimizer.zero_grad(set_to_none=True)
        loss = training_loss(network(clips), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train


def main():
    backbone, frames, side, batch, task, layout, *checkpoint = sys.argv[1:]
    network = {"resnet50_i3d": ResNet50I3D, "micro_i3d": MicroI3D}[backbone]()
    if checkpoint:
        network.load_state_dict(torch.load(checkpoint[0], weights_only=True))
    form = torch.channels_last_3d if layout == "channels_last" else torch.contiguous_format
    network = network.to(device, memory_format=form)
    torch.manual_seed(0)
    clips = torch.randn(int(batch), 3, int(frames), int(side), int(side)).to(device).contiguous(memory_format=form)
    labels = (torch.rand(int(batch), int(frames), network.classes) < 0.1).float().to(device)
    answer(make_step(task, network, clips, labels))


def answer(step):
    """Says that it is ready, then takes as many steps as every line on the standard input asks for."""
    print(json.dumps({"ready": f"PyTorch {torch.__version__}"}), flush=True)
    for line in sys.stdin:
        count = int(line)
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(count):
            step()
        measured = {
            "wallMs": (time.perf_counter() - wall) * 1e3 / count,
            "cpuMs": (time.process_time() - cpu) * 1e3 / count,
            "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        print(json.dumps(measured), flush=True)


if __name__ == "__main__":
    main()
