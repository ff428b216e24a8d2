import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** One file to be written by torchFiles.py; see there. */
export type TorchFileCase = {
  file: string;
  container: 'zip' | 'legacy';
  storage?: 'FloatStorage' | 'DoubleStorage' | 'HalfStorage' | 'BFloat16Storage' | 'LongStorage';
  layout?: 'shared' | 'reversed';
  rebuild?: '_rebuild_tensor' | '_rebuild_parameter';
  wrap?: 'pvr' | 'sf' | 'nested' | 'ema' | 'tied';
  prefix?: string;
  python2?: boolean;
  protocol?: number;
  counters?: boolean;
  little?: boolean;
  byteorder?: string;
  top?: string;
  compression?: number;
  zip64?: boolean;
  extra?: string[];
};
type Arrays = Iterable<readonly [string, readonly number[]]>;

const script = fileURLToPath(new URL('torchFiles.py', import.meta.url));

/** Files in PyTorch's formats, written by Python's own pickle and zipfile, in a folder that lives as long as the test file. */
export function createTorchFiles() {
  const folder = mkdtempSync(path.join(tmpdir(), 'fovea-torch-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    /** @returns the path of the first file */
    write(arrays: Arrays, ...cases: TorchFileCase[]): string {
      const input = JSON.stringify({ arrays: [...arrays], cases });
      execFileSync('python3', ['-W', 'ignore', script, folder], { input, stdio: ['pipe', 'pipe', 'inherit'] });
      return path.join(folder, cases[0]!.file);
    },
  };
}

/** The values of array number `index` in every file of `torchFiles.py`. */
export function torchFileValues(index: number, shape: readonly number[]): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length: count }, (_, k) => (((7 * k + index) % 23) + 1) / 8);
}
