import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { bindingPackage } from '@/scripts/setup/engine.mjs';
import { patchBinding } from '@/scripts/setup/patchBinding.mjs';

const source = readFileSync(path.join(bindingPackage(), 'binding', 'tfjs_backend.cc'), 'utf8');

it('adds lists of strings and of types to the binding of the pinned version, and changes nothing else', () => {
  const patched = patchBinding(source);
  expect(patched).toContain('TFE_OpSetAttrStringList(');
  expect(patched).toContain('TFE_OpSetAttrTypeList(');
  const kept = source.split('\n');
  let at = 0;
  for (const line of patched.split('\n')) if (line === kept[at]) at++;
  expect(at).toBe(kept.length);
});

it('refuses a source that it was not written for', () => {
  expect(() => patchBinding('int main() {}')).toThrow(/4\.22\.0/);
  expect(() => patchBinding(patchBinding(source) + source)).toThrow(/4\.22\.0/);
});
