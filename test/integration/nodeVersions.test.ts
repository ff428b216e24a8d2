import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nodeBinary, nodeLines } from '@/test/support/nodeBinary';
import { temporaryFolder } from '@/test/support/temporaryFolder';

const run = promisify(execFile);
const folders = ['test/unit/workers/ml/engine', 'test/unit/workers/ml/layers'];
const reportSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  testResults: z.array(z.object({ name: z.string(), status: z.string() })),
});

describe('the engine and the layers', () => {
  it.for(nodeLines)('pass their tests on Node %i', { timeout: 300_000 }, async (line, context) => {
    const node = await nodeBinary(line);
    if (typeof node === 'string') {
      console.warn(`Node ${line} is not tested here: ${node}.`);
      return context.skip(node);
    }
    const folder = temporaryFolder();
    const [report, seen, spy] = ['report.json', 'versions.txt', 'spy.mjs'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    // Every process of the test run says under which Node it runs.
    writeFileSync(
      spy,
      `import { appendFileSync } from 'node:fs';\nappendFileSync('${seen}', process.version + '\\n');\n`,
    );
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...folders];
    const { VITEST: _, ...env } = process.env;
    await run(node.path, [...vitest, '--reporter=json', `--outputFile=${report}`], {
      env: { ...env, NODE_OPTIONS: `--import=${spy}` },
      maxBuffer: 2 ** 26,
    }).catch(() => undefined); // what failed is in the report
    const { testResults, ...counts } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
    expect(testResults.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(counts).toMatchObject({ success: true, numFailedTests: 0, numPendingTests: 0 });
    expect(counts.numPassedTests).toBeGreaterThan(50);
    for (const name of folders) expect(testResults.some((file) => file.name.includes(name))).toBe(true);
    const versions = readFileSync(seen, 'utf8').trim().split('\n');
    expect(versions.length).toBeGreaterThan(testResults.length);
    expect(new Set(versions)).toEqual(new Set([node.version]));
  });
});
