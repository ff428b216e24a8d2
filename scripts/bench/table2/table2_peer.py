"""All of Table 2 on MicroCharades in PyTorch: the base, then its ablations by a queue of processes, then every evaluation.

    python table2_peer.py JOB.json                      the whole job; lines of JSON tell how far it is, the last one the result
    python table2_peer.py JOB.json calibrate ROW STEPS  times so many steps of a row's training in this process

JOB.json is written by table2Job.ts: recipes, rows, where the decoded frames are, and the arrangement (form of the memory, processes,
threads). Processes are forked after the data are read, so they share them.
"""

import json
import multiprocessing
import os
import sys
import time

import torch

from table2_data import Videos
from table2_model import fixed, new_network
from table2_rows import Rows, SharedBase

LAYOUTS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last_3d, "compiled": torch.channels_last_3d}


def say(**event):
    print(json.dumps(event), flush=True)


def in_process(target, *args):
    process = multiprocessing.get_context("fork").Process(target=target, args=args)
    process.start()
    return process


def wait_for(processes):
    for process in processes:
        process.join()
        if process.exitcode != 0:
            for other in processes:
                other.terminate()
            sys.exit(f"a process ended with {process.exitcode}")


def train_base(job, train, test, path):
    form = job["arrangement"]["base"]
    torch.set_num_threads(form["threads"])
    rows = Rows(job, train, test, LAYOUTS[form["form"]])
    row = next(row for row in job["rows"] if row["secondView"] == "none")
    network = new_network(job, rows.layout)
    said = [time.monotonic()]

    def on_step(share):
        if time.monotonic() - said[0] > 1:
            said[0] = time.monotonic()
            say(event="progress", phase="base", share=share)

    loss = rows.fit(network, row, job["base"], on_step, compiled=form["form"] == "compiled")
    torch.save(network.state_dict(), path)
    say(event="trained", row=row["key"], loss=loss)


def work(job, train, test, path, shared, place):
    """One process of the queue: its part of what the rows share, then rows until none is left."""
    worker, queue, barrier = place
    form = job["arrangement"]["rows"]
    torch.set_num_threads(form["threads"])
    rows = Rows(job, train, test, LAYOUTS[form["form"]])
    state = torch.load(path, weights_only=True)
    network = new_network(job, rows.layout)
    network.load_state_dict(state)
    rows.base = fixed(network, rows.layout)
    if shared is not None:
        shared.fill(rows, worker, form["processes"])
        barrier.wait()
        rows.shared = shared
    while (row := queue.get()) is not None:
        network.load_state_dict(state)
        if row["secondView"] != "none":
            loss = rows.fit(network, row, job["ablation"])
            say(event="trained", row=row["key"], loss=loss)
        for result in rows.evaluate(network, row):
            say(event="evaluated", **result)
        say(event="done", row=row["key"])


def whole_job(job, train, test):
    began = time.monotonic()
    path = os.path.join(job["folder"], f"base-{os.getpid()}.pt")
    try:
        wait_for([in_process(train_base, job, train, test, path)])
        base_seconds = time.monotonic() - began
        context = multiprocessing.get_context("fork")
        form = job["arrangement"]["rows"]
        queue, barrier = context.Queue(), context.Barrier(form["processes"])
        longest_first = sorted(job["rows"], key=lambda row: (row["secondView"] == "none", row["fusion"] == "late_fusion", row["objective"] is None))
        for row in [*longest_first, *[None] * form["processes"]]:
            queue.put(row)
        shared = SharedBase(job, train, test, job["baseSteps"], job["classes"]) if job["share"] else None
        wait_for([in_process(work, job, train, test, path, shared, (k, queue, barrier)) for k in range(form["processes"])])
        say(event="finished", baseSeconds=base_seconds, rowsSeconds=time.monotonic() - began - base_seconds)
    finally:
        if os.path.exists(path):
            os.remove(path)


def calibrate(job, train, test, key, steps):
    """Seconds of the first step, and milliseconds of the others."""
    row = next(row for row in job["rows"] if row["key"] == key)
    part = job["arrangement"]["base" if row["secondView"] == "none" else "rows"]
    torch.set_num_threads(part["threads"])
    rows = Rows(job, train, test, LAYOUTS[part["form"]])
    network = new_network(job, rows.layout)
    rows.base = fixed(network, rows.layout)
    marks = [time.perf_counter()]
    compiled = part["form"] == "compiled"
    rows.fit(network, row, job["base"], lambda _: marks.append(time.perf_counter()), compiled, steps)
    warm = min(5, len(marks) - 2)
    say(event="calibrated", firstSeconds=marks[1] - marks[0], stepMs=(marks[-1] - marks[warm]) * 1e3 / (len(marks) - 1 - warm))


def main():
    job = json.load(open(sys.argv[1]))
    torch.set_num_interop_threads(1)
    torch.set_num_threads(1)  # no pool of threads before the fork: a forked process would wait for threads that it has not got
    say(event="ready", version=f"PyTorch {torch.__version__}")
    train, test = Videos(job["train"], job), Videos(job["test"], job)
    if sys.argv[2:3] == ["calibrate"]:
        calibrate(job, train, test, sys.argv[3], int(sys.argv[4]))
    else:
        whole_job(job, train, test)


main()
