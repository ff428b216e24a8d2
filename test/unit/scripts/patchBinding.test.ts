import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { bindingPackage } from '@/scripts/setup/engine.mjs';
import { patchBinding, patchedFiles } from '@/scripts/setup/patchBinding.mjs';

const sourceOf = (file: string) => readFileSync(path.join(bindingPackage(), 'binding', file), 'utf8');

it.each(patchedFiles)('adds to %s of the pinned version, and changes nothing else', (file) => {
  const [source, patched] = [sourceOf(file), patchBinding(file, sourceOf(file))];
  const kept = source.split('\n');
  let at = 0;
  for (const line of patched.split('\n')) if (line === kept[at]) at++;
  expect(at).toBe(kept.length);
  expect(patched.length).toBeGreaterThan(source.length);
});

it('adds lists of strings and of types, and functions, ops in the background', () => {
  const patched = patchedFiles.map((file) => patchBinding(file, sourceOf(file))).join();
  for (const part of [
    'TFE_OpSetAttrStringList(',
    'TFE_OpSetAttrTypeList(',
    '{"addFunction"',
    '{"startOp"',
    '{"finishOp"',
  ])
    expect(patched).toContain(part);
});

it.each(patchedFiles)('refuses a %s that it was not written for', (file) => {
  expect(() => patchBinding(file, 'int main() {}')).toThrow(/4\.22\.0/);
  expect(() => patchBinding(file, patchBinding(file, sourceOf(file)) + sourceOf(file))).toThrow(/4\.22\.0/);
});
