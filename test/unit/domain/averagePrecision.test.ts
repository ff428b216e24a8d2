import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type ScoreSummary, scoreVideos } from '@/domain/averagePrecision';
import { labelMatrix } from '@/domain/labelMatrix';
import { submissionLine } from '@/domain/submissionFile';
import { testRandom } from '@/test/support/random';
import { readSubmission } from '@/test/support/readSubmission';

/** A made-up split with a submission: `rows` in the order of the annotations, `scores` null where the submission lacks the video. */
type Problem = { classes: number; rows: { id: string; labels: number[]; scores: number[] | null }[] };

function randomProblem(seed: number): Problem {
  const next = testRandom(seed);
  const upTo = (n: number) => Math.floor(next() * n);
  const classes = 1 + upTo(6);
  const levels = 1 + upTo(12);
  const rareClass = upTo(classes);
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const score = () => (next() < 0.06 ? odd[upTo(3)]! : levels === 12 ? next() * 1e-3 : upTo(levels) - 3);
  const rows = Array.from({ length: 1 + upTo(40) }, (_, k) => {
    const chosen = next() < 0.2 ? [] : Array.from({ length: 1 + upTo(3) }, () => upTo(classes));
    const labels = [...new Set(chosen)].filter((c) => c !== rareClass || next() < 0.3);
    const scores = next() < 0.15 ? null : Array.from({ length: classes }, score);
    return { id: `V${k}`, labels, scores };
  });
  return { classes, rows };
}

const problems = Array.from({ length: 1000 }, (_, k) => randomProblem(k + 1));

const score = ({ classes, rows }: Problem) =>
  scoreVideos(
    rows.map(({ scores }) => scores ?? []),
    labelMatrix(
      rows.map(({ labels }) => labels),
      classes,
    ),
    classes,
  );

/** Brute force without any sorting: rank of a positive = 1 + how many stand above it. */
function countedAp({ rows }: Problem, c: number): number {
  // Not a number stands behind everything, -inf included; hence a second key.
  const keys = rows.map(({ labels, scores }) => {
    const value = labels.length === 0 || scores === null ? Number.NEGATIVE_INFINITY : scores[c]!;
    return Number.isNaN(value) ? [0, 0] : [1, value];
  });
  const above = (a: number, b: number) => {
    const [x, y] = [keys[a]!, keys[b]!];
    if (x[0] !== y[0]) return x[0]! > y[0]!;
    return x[1] === y[1] ? a < b : x[1]! > y[1]!;
  };
  const positives = rows.flatMap(({ labels }, v) => (labels.includes(c) ? [v] : []));
  const precisions = positives.map((v) => {
    const rank = 1 + rows.filter((_, other) => above(other, v)).length;
    return (1 + positives.filter((other) => above(other, v)).length) / rank;
  });
  return positives.length === 0 ? Number.NaN : precisions.reduce((a, b) => a + b, 0) / positives.length;
}

type Answer = { ap: (number | null)[]; map: number | null; wap: number | null };

function farthest({ perClass, mAP, wAP }: ScoreSummary, { ap, map, wap }: Answer): number {
  const pairs = [
    [mAP, map] as const,
    [wAP, wap] as const,
    ...perClass.map((value, c) => [value, ap[c] ?? null] as const),
  ];
  return Math.max(
    ...pairs.map(([ours, theirs]) =>
      theirs === null ? (Number.isNaN(ours) ? 0 : Number.POSITIVE_INFINITY) : Math.abs(ours - theirs),
    ),
  );
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('Charades mAP', () => {
  const scores = [
    [0.9, 0.2, 0.3],
    [0.8, 0.7, 0.3],
    [0.95, 0.99, 0.99],
    [0.1, 0.6, 0.3],
    [0.4, 0.1, 0.8],
    [0.4, 0.5, 0.2],
  ];
  const labels = labelMatrix([[0], [1], [], [1, 2], [0, 2], [0]], 3);

  it('gives the check vector of the official rules: unlabelled videos rank last, ties keep the input order', () => {
    const { mAP, wAP, perClass } = scoreVideos(scores, labels, 3);
    expect(perClass[0]).toBeCloseTo(0.805556, 6);
    expect(perClass[1]).toBe(1);
    expect(perClass[2]).toBe(0.75);
    expect(mAP).toBeCloseTo(0.851852, 6);
    expect(wAP).toBeCloseTo(0.845238, 6);
  });

  it('keeps missing and unlabelled videos in the list, where the order of the annotations decides between them', () => {
    const missing = (rows: number[][]) => rows.map((row) => (row[0] === 7 ? [] : row));
    const unlabelledFirst = scoreVideos(missing([[9], [7], [1]]), labelMatrix([[], [0], [0]], 1), 1);
    const missingFirst = scoreVideos(missing([[7], [9], [1]]), labelMatrix([[0], [], [0]], 1), 1);
    expect(unlabelledFirst.perClass[0]).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(missingFirst.perClass[0]).toBeCloseTo((1 + 2 / 2) / 2, 12);
  });

  it('ranks a score that is no number behind everything, missing videos included', () => {
    const { perClass } = scoreVideos([[Number.NaN], [], [-Infinity]], labelMatrix([[0], [0], []], 1), 1);
    expect(perClass[0]).toBeCloseTo((1 + 2 / 3) / 2, 12);
  });

  it('leaves classes without positives out of both means and counts them', () => {
    const summary = scoreVideos(
      [
        [1, 5, 2],
        [2, 4, 1],
      ],
      labelMatrix([[0], [2]], 3),
      3,
    );
    expect(summary.perClass[1]).toBeNaN();
    expect(summary).toMatchObject({ mAP: 0.5, wAP: 0.5, classesWithoutPositives: 1 });
    const none = scoreVideos([[1]], labelMatrix([[]], 1), 1);
    expect(none).toMatchObject({ mAP: Number.NaN, wAP: Number.NaN, classesWithoutPositives: 1 });
  });

  it('agrees with counting by brute force on 1,000 random problems', () => {
    for (const problem of problems) {
      const summary = score(problem);
      const ap = Array.from({ length: problem.classes }, (_, c) => countedAp(problem, c));
      const counts = ap.map((_, c) => problem.rows.filter((row) => row.labels.includes(c)).length);
      const known = ap.filter((value) => !Number.isNaN(value));
      const total = counts.reduce((a, b) => a + b, 0);
      const weighted = ap.reduce((sum, value, c) => (counts[c] === 0 ? sum : sum + value * counts[c]!), 0);
      const answer: Answer = {
        ap: ap.map((value) => (Number.isNaN(value) ? null : value)),
        map: known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length,
        wap: total === 0 ? null : weighted / total,
      };
      expect(farthest(summary, answer)).toBeLessThan(1e-12);
      expect(summary.classesWithoutPositives).toBe(problem.classes - known.length);
    }
  });

  it.skipIf(!hasPython)(
    'agrees with the official script, followed step by step in Python, from submission file and CSV on 1,000 problems',
    () => {
      const files = problems.map(({ rows }, k) => {
        const lines = rows.flatMap(({ id, scores: row }) => (row === null ? [] : [submissionLine(id, row)]));
        // The order of the file is of no matter.
        return (k % 2 === 0 ? lines : lines.toReversed()).join(k % 3 === 0 ? '\r\n' : '\n');
      });
      const input = problems.map(({ classes, rows }, k) =>
        JSON.stringify({
          classes,
          submission: files[k],
          csv: rows.map(({ id, labels: set }) => [
            id,
            set.map((c) => `c${String(c).padStart(3, '0')} 0.00 1.00`).join(';'),
          ]),
        }),
      );
      const { stdout, stderr } = spawnSync('python3', ['test/support/officialScorer.py'], {
        input: input.join('\n'),
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      });
      expect(stderr).toBe('');
      const answers = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Answer);
      expect(answers).toHaveLength(problems.length);
      problems.forEach(({ classes, rows }, k) => {
        const known = new Set(rows.map(({ id }) => id));
        const file = rows.some((row) => row.scores !== null)
          ? readSubmission(files[k]!, { classes, known }).scores
          : new Map<string, Float64Array>();
        const summary = scoreVideos(
          rows.map(({ id }) => file.get(id) ?? []),
          labelMatrix(
            rows.map((row) => row.labels),
            classes,
          ),
          classes,
        );
        expect(farthest(summary, answers[k]!)).toBeLessThan(1e-12);
      });
    },
  );
});
