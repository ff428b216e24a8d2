import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { runFfmpeg } from '@/workers/ml/data/ffmpeg/runFfmpeg';

test('a program that falls silent is stopped long before its time is up', async () => {
  const silent = path.join(temporaryFolder(), 'silent');
  writeFileSync(silent, '#!/bin/sh\necho begun\nexec sleep 600\n');
  chmodSync(silent, 0o755);
  const said: string[] = [];
  const onStdout = (chunk: Buffer) => void said.push(chunk.toString());
  const result = await runFfmpeg({ ffmpegPath: silent, args: [], timeoutMs: 600_000, idleMs: 300, onStdout });
  expect(result).toMatchObject({ code: null, timedOut: true });
  expect(said.join('')).toBe('begun\n');
});
