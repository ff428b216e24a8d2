"""Network, losses and saliency of the rows of Table 2."""

import copy
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

from peer import MicroI3D, Residual


def new_network(job, layout):
    torch.manual_seed(job["seed"])
    network = MicroI3D()  # PyTorch's own draw is uniform within 1 / sqrt(fan in), as the recipe has it
    nn.init.constant_(network.fc.bias, -2.0)
    return network.to(memory_format=layout)


def fixed(network, layout):
    """The network for evaluation: batch norms folded into the convolutions, no gradients of the weights."""
    network = copy.deepcopy(network).eval()
    network.conv1, network.bn1 = fuse_conv_bn_eval(network.conv1, network.bn1), nn.Identity()
    for block in [module for module in network.modules() if isinstance(module, Residual)]:
        for k in range(1, block.depth + 1):
            fused = fuse_conv_bn_eval(getattr(block, f"conv{k}"), getattr(block, f"bn{k}"))
            setattr(block, f"conv{k}", fused)
            setattr(block, f"bn{k}", nn.Identity())
        if block.downsample is not None:
            block.downsample = fuse_conv_bn_eval(*block.downsample)
    return network.to(memory_format=layout).requires_grad_(False)


def clip_loss(logits, frame_labels):
    """Video loss + frame loss (paper eq. 1-2), means over the batch; logits are upsampled with half-pixel centres."""
    frames = F.interpolate(logits.transpose(1, 2), frame_labels.shape[1], mode="linear", align_corners=False).transpose(1, 2)
    video = F.binary_cross_entropy_with_logits(logits.mean(1), frame_labels.amax(1))
    return video + F.binary_cross_entropy_with_logits(frames, frame_labels)


def objective_of(name, logits, labels):
    if name == "cross_entropy":
        return clip_loss(logits, labels) * len(logits)  # a sum over clips: every clip has its own gradient
    p = torch.sigmoid(logits.mean(1))
    return (p * torch.log(p + 1e-8)).sum()


def attention_boxes(base, views, labels, objectives, box):
    """One forward pass, one gradient for each objective: logits, and the corners (N, 2) of each objective's box."""
    views = views.detach().requires_grad_(True)
    logits = base(views)
    corners = {}
    for k, name in enumerate(objectives):
        last = k == len(objectives) - 1
        (gradient,) = torch.autograd.grad(objective_of(name, logits, labels), views, retain_graph=not last)
        maps = gradient.square().sum(1).sqrt().amax(1, keepdim=True)
        sums = F.avg_pool2d(maps, box, 1)
        first = sums.flatten(1).argmax(1)
        corners[name] = torch.stack([first // sums.shape[3], first % sums.shape[3]], 1)
    return logits.detach(), corners


def optimizer_of(network, recipe):
    """SGD, with weight decay on the weights of convolutions and classifier only."""
    weights = [p for p in network.parameters() if p.dim() > 1]
    others = [p for p in network.parameters() if p.dim() <= 1]
    groups = [{"params": weights, "weight_decay": recipe["weightDecay"]}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.SGD(groups, lr=recipe["learningRate"], momentum=recipe["momentum"], fused=True)


def learning_rate(recipe, step, steps):
    rate = recipe["learningRate"] * (min(1.0, (step + 1) / recipe["warmupSteps"]) if recipe["warmupSteps"] else 1.0)
    for decay in recipe["decays"]:
        if step >= decay["at"] * steps - 1e-6:
            rate *= decay["factor"]
    return rate
