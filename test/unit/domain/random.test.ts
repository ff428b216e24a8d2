import { describe, expect, test } from 'vitest';
import { mulberry32, namedStream, randomBelow, randomOrder, stream } from '@/domain/random';

const firstThree = (seed: number) => {
  const random = mulberry32(seed);
  return [random(), random(), random()].map((value) => value * 2 ** 32);
};

describe('mulberry32', () => {
  test('gives the published first values for seeds 0 and 12345', () => {
    expect(firstThree(0)).toEqual([1144304738, 1416247, 958946056]);
    expect(firstThree(12345)).toEqual([4207900869, 1317490944, 2079646450]);
  });

  test('depends on the lowest 32 bits of the seed only', () => {
    expect(firstThree(2 ** 32 + 7)).toEqual(firstThree(7));
  });
});

describe('stream', () => {
  test('is (a * 1000003 + b * 7919) mod 2^32', () => {
    expect(stream(1, 799)).toBe(7327284);
    expect(stream(12, 100)).toBe(12791936);
  });

  test('stays exact where the product leaves the range of double precision', () => {
    const exact = (4294967295n * 1000003n + 4000000000n * 7919n) % 4294967296n;
    expect(stream(4294967295, 4000000000)).toBe(Number(exact));
  });
});

describe('namedStream', () => {
  test('separates names, neighbouring keys and the border between two texts', () => {
    const seeds = new Set<number>();
    for (const name of ['clip', 'order', 'random box'])
      for (let seed = 0; seed < 10; seed++)
        for (let epoch = 0; epoch < 10; epoch++)
          for (let position = 0; position < 100; position++) seeds.add(namedStream(name, seed, epoch, position));
    expect(seeds.size).toBe(30_000);
    expect(namedStream('a', 'bc')).not.toBe(namedStream('a', 'b', 'c'));
    expect(namedStream('ab', 'c')).not.toBe(namedStream('a', 'bc'));
  });

  test('is a pure function of its arguments', () => {
    expect(namedStream('clip', 3, 'M0001')).toBe(namedStream('clip', 3, 'M0001'));
  });

  test('gives streams whose first numbers look uniform', () => {
    const bins = new Array<number>(10).fill(0);
    for (let k = 0; k < 20_000; k++) {
      const bin = randomBelow(mulberry32(namedStream('uniform', 0, k)), 10);
      bins[bin] = bins[bin]! + 1;
    }
    const chiSquare = bins.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(27.9); // 99.9 % quantile for 9 degrees of freedom
  });
});

describe('randomOrder', () => {
  test('is a permutation, the same for the same stream', () => {
    const order = randomOrder(mulberry32(5), 100);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, k) => k));
    expect(order).toEqual(randomOrder(mulberry32(5), 100));
    expect(order).not.toEqual(randomOrder(mulberry32(6), 100));
  });

  test('puts every item at every place equally often', () => {
    const random = mulberry32(1);
    const counts = new Array<number>(16).fill(0);
    for (let k = 0; k < 8000; k++)
      randomOrder(random, 4).forEach((item, place) => {
        counts[item * 4 + place] = counts[item * 4 + place]! + 1;
      });
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });
});
