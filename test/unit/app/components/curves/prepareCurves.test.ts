import { describe, expect, it } from 'vitest';
import type { CurveBucket } from '@/app/_components/curves/curveBucket';
import { logTicks } from '@/app/_components/curves/logTicks';
import { type Curve, prepareCurves } from '@/app/_components/curves/prepareCurves';

const plain = { smoothed: false, scale: 'linear', factor: 1 } as const;

function bucket(step: number, last: number | null, changes: Partial<CurveBucket> = {}): CurveBucket {
  return { step, min: last, max: last, last, smoothed: last, notFinite: last === null ? 1 : 0, ...changes };
}
const curve = (id: string, ...buckets: CurveBucket[]): Curve => ({ id, label: `run ${id}`, buckets });

describe('rows', () => {
  it('hold a curve as it is', () => {
    const { rows, lines } = prepareCurves([curve('a', bucket(0, 3), bucket(5, 1))], plain);
    expect(rows).toEqual([
      { step: 0, line0: 3 },
      { step: 5, line0: 1 },
    ]);
    expect(lines).toEqual([{ id: 'a', label: 'run a', n: 0, dots: true }]);
  });

  it('hold the point on the line where only another curve has one, and nothing outside of a curve', () => {
    const { rows } = prepareCurves(
      [curve('a', bucket(0, 0), bucket(4, 8)), curve('b', bucket(1, 1), bucket(3, 1), bucket(6, 1))],
      plain,
    );
    expect(rows.map(({ step, line0, line1 }) => [step, line0, line1])).toEqual([
      [0, 0, null],
      [1, 2, 1],
      [3, 6, 1],
      [4, 8, 1],
      [6, null, 1],
    ]);
  });

  it('do not bridge a gap', () => {
    const { rows } = prepareCurves(
      [
        curve('a', bucket(0, 1), bucket(4, null), bucket(8, 1)),
        curve('b', ...[0, 2, 4, 6, 8].map((s) => bucket(s, 0))),
      ],
      plain,
    );
    expect(rows.map(({ line0 }) => line0)).toEqual([1, null, null, null, 1]);
  });

  it('hold the average over the whole curve with the curve itself behind it', () => {
    const { rows } = prepareCurves([curve('a', bucket(0, 3, { smoothed: 2.5 }))], { ...plain, smoothed: true });
    expect(rows).toEqual([{ step: 0, line0: 2.5, raw0: 3 }]);
  });

  it('keep the spikes of a thinned curve as a band, for a curve alone', () => {
    const thinned = curve('a', bucket(7, 1, { min: 0, max: 9 }), bucket(15, 1, { min: 1, max: 2 }));
    expect(prepareCurves([thinned], plain).rows.map(({ band0 }) => band0)).toEqual([
      [0, 9],
      [1, 2],
    ]);
    expect(prepareCurves([thinned, curve('b', bucket(7, 1))], plain).rows[0]).not.toHaveProperty('band0');
  });

  it('are in the unit of the axis', () => {
    const { rows } = prepareCurves([curve('a', bucket(0, 0.5, { min: 0.25, max: 0.75 }))], { ...plain, factor: 100 });
    expect(rows).toEqual([{ step: 0, line0: 50, band0: [25, 75] }]);
  });

  it('leave out curves without points, whose colour stays theirs', () => {
    const { lines, rows } = prepareCurves([curve('a'), curve('b', bucket(0, 1))], plain);
    expect(lines).toEqual([{ id: 'b', label: 'run b', n: 1, dots: true }]);
    expect(rows).toEqual([{ step: 0, line1: 1 }]);
  });
});

it('draws dots on short curves only', () => {
  const buckets = Array.from({ length: 100 }, (_, step) => bucket(step, step));
  expect(prepareCurves([curve('a', ...buckets)], plain).lines[0]?.dots).toBe(false);
});

it('reports where a curve is not finite, neighbours together', () => {
  const { gaps } = prepareCurves(
    [curve('a', bucket(0, 1), bucket(1, null), bucket(2, 5, { notFinite: 3 }), bucket(3, 1), bucket(4, null))],
    plain,
  );
  expect(gaps).toEqual([
    { id: 'a', label: 'run a', from: 1, to: 2, points: 4 },
    { id: 'a', label: 'run a', from: 4, to: 4, points: 1 },
  ]);
});

describe('a logarithmic axis', () => {
  it('leaves out what is not positive, and says how much', () => {
    const { rows, notPositive, y } = prepareCurves([curve('a', bucket(0, 0.3), bucket(1, 0), bucket(2, 40))], {
      ...plain,
      scale: 'log',
    });
    expect(rows.map(({ line0 }) => line0)).toEqual([0.3, null, 40]);
    expect(notPositive).toBe(1);
    expect(y?.domain[0]).toBeCloseTo(0.2, 12);
    expect(y?.domain[1]).toBeCloseTo(50, 12);
  });

  it('ticks single digits within a decade', () => {
    expect(logTicks([0.29, 0.44])).toEqual({ domain: [0.2, 0.5], ticks: [0.2, 0.3, 0.4, 0.5] });
  });

  it('has few ticks within its range, whatever the values', () => {
    for (const values of [
      [1, 1],
      [3, 4],
      [0.001, 1000],
      [1e-12, 1e12],
      [7e-5, 0.2],
    ]) {
      const axis = logTicks(values);
      const [from, to] = axis!.domain;
      expect(from).toBeLessThanOrEqual(Math.min(...values));
      expect(to).toBeGreaterThanOrEqual(Math.max(...values));
      expect(to).toBeGreaterThan(from);
      expect(axis!.ticks.length).toBeGreaterThanOrEqual(2);
      expect(axis!.ticks.length).toBeLessThanOrEqual(9);
      expect(axis!.ticks.every((tick) => tick >= from && tick <= to)).toBe(true);
    }
    expect(logTicks([])).toBeNull();
  });
});
