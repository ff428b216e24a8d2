import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type TableExportId, tableExports } from '@/domain/tableExports';
import { filesUnder } from '@/test/support/filesUnder';

/**
 * Where something leaves the product, and the test that holds it against hostile names. Tables: one entry of `tableExports` a format, and
 * a test of that name.
 */
const ways: Record<string, string> = {
  'app/_components/saveText.ts': 'hostile{Csv,Json,Latex}.test.ts, names/fileName.test.ts',
  'app/experiments/[id]/ExportMenu.tsx': 'hostile{Csv,Json,Latex}.test.ts, names/fileName.test.ts',
  'app/experiments/[id]/SeedList.tsx': 'link to a submission file',
  'app/runs/[id]/ConfigTab.tsx': 'jsonText, hostileJson.test.ts',
  'app/runs/[id]/EvaluationCard.tsx': 'link to a submission file; copies a hash',
  'app/runs/[id]/CheckpointsTab.tsx': 'copies a hash',
  'app/runs/[id]/CheckpointMenu.tsx': 'links to weights',
  'app/runs/[id]/LogTab.tsx': 'link to a log',
  'app/_components/CopyValue.tsx': 'copies hashes only',
  'app/api/evaluations/[id]/submission/route.ts': 'submissionFile.test.ts, integration/api/hostileDownloads.test.ts',
  'app/api/runs/[id]/log/route.ts': 'integration/api/hostileDownloads.test.ts',
  'app/api/runs/[id]/weights/route.ts': 'integration/api/hostileDownloads.test.ts',
  'server/artifacts/artifactResponse.ts': 'integration/api/bytes.test.ts',
  'server/artifacts/attachment.ts': 'integration/api/hostileDownloads.test.ts',
};
const marks =
  /content-disposition|clipboard|CopyButton|<CopyValue|saveText\(|\bdownload(?=\s*$|>| \w+=)|createObjectURL|toDataURL|toBlob/im;

describe('what leaves the product', () => {
  it('is listed here with the test that tries hostile names on it', () => {
    const files = filesUnder('app', 'server', 'domain').filter((file) => {
      if (!/\.tsx?$/.test(file)) return false;
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return marks.test(code);
    });
    expect(files.sort()).toEqual(Object.keys(ways).sort());
  });

  it('has a test for every format of the tables', () => {
    const names = (Object.keys(tableExports) as TableExportId[]).map(
      (id) => `hostile${id.charAt(0).toUpperCase()}${id.slice(1)}.test.ts`,
    );
    const tests = filesUnder('test/unit/domain/exports').map((file) => file.split('/').at(-1));
    expect(tests).toEqual(expect.arrayContaining(names));
  });
});
