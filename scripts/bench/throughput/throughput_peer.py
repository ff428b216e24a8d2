"""One process of an arrangement of PyTorch on the whole machine: training steps of Micro-I3D, asked for as peer.py is.

    python throughput_peer.py FORM CHECKPOINT

FORM contiguous | channels_last | compiled (channels_last through torch.compile). OMP_NUM_THREADS says how many threads. The optimiser is
the fused one, the fastest that PyTorch has. With `compiled`, the first step compiles: it takes half a minute or so.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch

from peer import MicroI3D, answer, training_loss

BATCH, FRAMES, SIDE = 8, 8, 56


def main():
    form, checkpoint = sys.argv[1:]
    network = MicroI3D()
    network.load_state_dict(torch.load(checkpoint, weights_only=True))
    layout = torch.contiguous_format if form == "contiguous" else torch.channels_last_3d
    network = network.to(memory_format=layout).train()
    torch.manual_seed(0)
    clips = torch.randn(BATCH, 3, FRAMES, SIDE, SIDE).contiguous(memory_format=layout)
    labels = (torch.rand(BATCH, FRAMES, network.classes) < 0.1).float()
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9, weight_decay=1e-7, fused=True)

    def loss_of(clips, labels):
        return training_loss(network(clips), labels)

    loss_of = torch.compile(loss_of) if form == "compiled" else loss_of

    def train():
        optimizer.zero_grad()
        loss = loss_of(clips, labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    answer(train)


main()
