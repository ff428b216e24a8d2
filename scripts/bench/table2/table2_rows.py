"""Training and evaluating one row."""

import numpy as np
import torch

from table2_data import average_precision, random_corners, test_clips, training_clips, upscaled
from table2_model import attention_boxes, clip_loss, fixed, learning_rate, optimizer_of

EVALUATION_BATCH = 24


class Rows:
    """Everything that the rows of one process work with. `shared`: boxes and logits of the base, made once for all rows; or None."""

    def __init__(self, job, train, test, layout):
        self.job, self.train, self.test, self.layout = job, train, test, layout
        self.base, self.shared = None, None

    def shaped(self, views):
        return views.contiguous(memory_format=self.layout)

    def batches(self, epochs):
        for epoch in range(epochs):
            for k, clips in enumerate(training_clips(self.job, self.train, epoch)):
                yield (0, epoch, k), clips

    def second_view(self, videos, row, clips, views, corners):
        if row["secondView"] == "repeat":
            return views
        if row["cropSource"] == "original":
            return videos.focused(clips, corners)
        return upscaled(views, corners, self.job)

    def from_base(self, place, row, views, labels, objectives):
        """Logits of the base on V_in and the corners of the objectives, as far as a row needs them."""
        if self.shared is not None:
            return self.shared.read(place)
        if objectives:
            return attention_boxes(self.base, views, labels, objectives, self.job["boxSide"])
        if row["fusion"] == "late_fusion":
            with torch.inference_mode():
                return self.base(views), {}
        return None, {}

    def corners(self, row, key, count, objective, found):
        if row["secondView"] == "random_crop":
            return random_corners(self.job, key, count)
        if row["secondView"] == "center_crop":
            middle = (self.job["side"] - self.job["boxSide"]) // 2
            return [(middle, middle)] * count
        return found[objective].tolist() if objective else None

    def inputs(self, videos, row, key, clips, objectives):
        """V_in, and for each objective the input of the trained network; logits of the other branch where there is one."""
        views, labels = self.shaped(videos.views(clips)), videos.labels(clips)
        if row["secondView"] == "none":
            return {None: views}, labels, None
        wanted = [objective for objective in objectives if objective]
        logits, found = self.from_base((key, len(clips)), row, views, labels, wanted)
        inputs = {}
        for objective in objectives:
            corners = self.corners(row, key, len(clips), objective, found)
            second = self.shaped(self.second_view(videos, row, clips, views, corners))
            late = row["fusion"] == "late_fusion"
            inputs[objective] = second if late else self.shaped(torch.cat([views, second], 2))
        if row["fusion"] == "late_fusion":
            return inputs, labels, logits
        return inputs, labels.repeat(1, 2, 1), None

    def fit(self, network, row, recipe, on_step=lambda share: None, compiled=False, most_steps=None):
        """Trains; returns the mean loss of the last epoch."""
        network.train()
        optimizer = optimizer_of(network, recipe)
        per_epoch = len(self.train.large) // self.job["batchSize"]
        steps, losses = recipe["epochs"] * per_epoch, []

        def loss_of(x, labels, other):
            logits = network(x)
            return clip_loss(logits if other is None else (logits + other) / 2, labels)

        run = torch.compile(loss_of) if compiled else loss_of
        for step, (key, clips) in enumerate(self.batches(recipe["epochs"])):
            if step == most_steps:
                break
            inputs, labels, other = self.inputs(self.train, row, key, clips, [row["objective"]])
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(recipe, step, steps)
            optimizer.zero_grad()
            loss = run(inputs[row["objective"]], labels, other)
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
            on_step((step + 1) / steps)
        return float(torch.stack(losses[-per_epoch:]).mean())

    def evaluate(self, network, row):
        """mAP of every evaluation of a row: maximum over the clips of sigmoid(mean over time)."""
        network = fixed(network, self.layout)
        clips = test_clips(self.job, self.test)
        objectives = list(dict.fromkeys(evaluation["objective"] for evaluation in row["evaluations"]))
        scores = {objective: [] for objective in objectives}
        for at in range(0, len(clips), EVALUATION_BATCH):
            part = clips[at : at + EVALUATION_BATCH]
            inputs, _, other = self.inputs(self.test, row, (1, at), part, objectives)
            with torch.inference_mode():
                for objective, x in inputs.items():
                    logits = network(x)
                    logits = logits if other is None else (logits + other) / 2
                    scores[objective].append(torch.sigmoid(logits.mean(1)).numpy())
        pooled = {}
        for objective, parts in scores.items():
            all_clips = np.concatenate(parts).reshape(len(self.test.large), self.job["testClips"], -1)
            pooled[objective] = average_precision(all_clips.max(1), self.test.video_labels)
        return [
            {"variant": evaluation["variant"], "fusion": row["fusion"], "mAP": pooled[evaluation["objective"]]}
            for evaluation in row["evaluations"]
        ]


class SharedBase:
    """What all rows ask of the base: its logits on V_in and the boxes of each objective, one entry a batch, in shared memory."""

    def __init__(self, job, train, test, steps, classes):
        self.objectives = sorted({o for row in job["rows"] for o in [row["objective"], *[e["objective"] for e in row["evaluations"]]] if o})
        per_epoch = len(train.large) // job["batchSize"]
        epochs = job["ablation"]["epochs"]
        test_count = len(test.large) * job["testClips"]
        self.batch, self.per_epoch, self.split = job["batchSize"], per_epoch, epochs * per_epoch * job["batchSize"]
        self.logits = torch.empty(self.split + test_count, steps, classes).share_memory_()
        self.found = {o: torch.empty(self.split + test_count, 2, dtype=torch.long).share_memory_() for o in self.objectives}

    def at(self, place):
        key, count = place
        first = self.split + key[1] if key[0] == 1 else (key[1] * self.per_epoch + key[2]) * self.batch
        return slice(first, first + count)

    def read(self, place):
        at = self.at(place)
        return self.logits[at], {name: corners[at] for name, corners in self.found.items()}

    def fill(self, rows, worker, workers):
        """The part of one of several workers."""
        clips = test_clips(rows.job, rows.test)
        tests = [((1, at), clips[at : at + EVALUATION_BATCH]) for at in range(0, len(clips), EVALUATION_BATCH)]
        tasks = [(rows.train, *task) for task in rows.batches(rows.job["ablation"]["epochs"])] + [(rows.test, *task) for task in tests]
        for videos, key, part in tasks[worker::workers]:
            views, labels = rows.shaped(videos.views(part)), videos.labels(part)
            logits, found = attention_boxes(rows.base, views, labels, self.objectives, rows.job["boxSide"])
            at = self.at((key, len(part)))
            self.logits[at] = logits
            for name, corners in found.items():
                self.found[name][at] = corners
