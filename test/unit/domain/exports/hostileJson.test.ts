import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '@/domain/jsonText';
import { tableExports } from '@/domain/tableExports';
import { drawHostileNames, hostileName, hostileNames } from '@/test/support/hostileNames';
import { hostileTables } from '@/test/support/hostileTables';

const jsonOf = (name: string) => tableExports.json.write(hostileTables(name));

describe('names in JSON', () => {
  it('come back as they were, and stand in a page or on a terminal without effect', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const text = jsonOf(name);
        const { experiment, scoresOfOthers } = JSON.parse(text);
        expect([experiment.name, experiment.dataset, scoresOfOthers[0].name]).toEqual([name, name, name]);
        expect(text).not.toMatch(/(?!\n)\p{Cc}|[<\u2028\u2029\u202A-\u202E\u2066-\u2069]|\p{Cs}/u);
      }),
      { examples: hostileNames.map((name): [string] => [name]), numRuns: 300 },
    );
  });

  it('are the same to another reader', () => {
    const texts = drawHostileNames(200).map(jsonOf);
    const script = `
import json, sys
def refuse(name): raise ValueError(name)
print(json.dumps([json.loads(text, parse_constant=refuse) for text in json.load(sys.stdin)]))`;
    const python = spawnSync('python3', ['-c', script], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    expect(python.stderr).toBe('');
    expect(JSON.parse(python.stdout)).toEqual(texts.map((text) => JSON.parse(text)));
  });

  it('have null where a number is none', () => {
    expect(JSON.parse(jsonText({ a: Number.NaN, b: Infinity, c: -0.5 }))).toEqual({ a: null, b: null, c: -0.5 });
  });
});
