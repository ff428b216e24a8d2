"""Asks the functions of scripts/bench/table2 and prints what they answer, so that the project's own can be compared with them.

usage: python table2Oracle.py version
       python table2Oracle.py ask < request.json
"""
import json
import os
import sys

import numpy as np
import torch

if sys.argv[1] == "version":
    print(torch.__version__)
    sys.exit()

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts", "bench", "table2"))
from table2_data import Videos, average_precision, upscaled
from table2_model import learning_rate

request = json.load(sys.stdin)
job = request["job"]
videos = Videos(job["train"], job)
clips = [tuple(clip) for clip in request["clips"]]
views = videos.views(clips)
numbers = lambda tensor: tensor.permute(0, 2, 3, 4, 1).contiguous().numpy().astype(np.float32).tobytes().hex()
print(json.dumps({
    "views": numbers(views),
    "focused": numbers(videos.focused(clips, request["corners"])),
    "upscaled": numbers(upscaled(views, request["corners"], job)),
    "labels": videos.labels(clips).tolist(),
    "mAP": average_precision(np.array(request["scores"]), np.array(request["truth"])),
    "rates": [learning_rate(job["base"], step, 100) for step in range(100)],
}))
