"""The official classification score of Charades, step by step as Charades_v1_classify.m computes it, on made-up problems.

Reads one JSON problem a line: {"classes", "csv": [[id, actions], ...], "submission": text}; writes one JSON answer a line. Shares
nothing with the product: sorting by pairs of (not a number, -score) with Python's stable sort, precisions by cumulative sums.
"""
import json
import math
import sys


def load_charades(rows):
    ids, classes = [], []
    for video, actions in rows:
        listed = [int(action.split(" ")[0][1:]) for action in actions.split(";") if action]
        if not listed:
            # The script goes on with the next video before it stores the id: no submission can be found for it.
            ids.append(None)
            classes.append([])
            continue
        ids.append(video)
        classes.append(listed)
    return ids, classes


def load_submission(text, nclasses):
    predictions = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = line.split()
        predictions[parts[0]] = [float(part) for part in parts[1 : 1 + nclasses]]
    return predictions


def event_pr(conf, labels):
    negated = [-value for value in conf]
    sortind = sorted(range(len(conf)), key=lambda k: (1, 0.0) if math.isnan(negated[k]) else (0, negated[k]))
    tp, fp, total_tp, total_fp = [], [], 0, 0
    for k in sortind:
        total_tp += labels[k] == 1
        total_fp += labels[k] != 1
        tp.append(total_tp)
        fp.append(total_fp)
    npos = sum(1 for label in labels if label == 1)
    prec = [a / (a + b) for a, b in zip(tp, fp)]
    ap = 0.0
    for rank, k in enumerate(sortind):
        if labels[k] == 1:
            ap += prec[rank]
    return ap / npos if npos else math.nan


def classify(problem):
    nclasses = problem["classes"]
    ids, classes = load_charades(problem["csv"])
    predictions = load_submission(problem["submission"], nclasses)
    test = [predictions.get(video, [-math.inf] * nclasses) for video in ids]
    gtlabel = [[1 if c in listed else 0 for c in range(nclasses)] for listed in classes]
    ap_all = [event_pr([row[c] for row in test], [row[c] for row in gtlabel]) for c in range(nclasses)]
    known = [ap for ap in ap_all if not math.isnan(ap)]
    counts = [sum(row[c] for row in gtlabel) for c in range(nclasses)]
    weighted = sum(ap * n for ap, n in zip(ap_all, counts) if n)
    return {
        "ap": [None if math.isnan(ap) else ap for ap in ap_all],
        "map": sum(known) / len(known) if known else None,
        "wap": weighted / sum(counts) if sum(counts) else None,
    }


for line in sys.stdin:
    print(json.dumps(classify(json.loads(line))))
