import { describe, expect, it } from 'vitest';
import { packagesMatch } from '@/scripts/setup/packagesMatch.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b-linux': { version: '2.0.0', integrity: 'sha512-b', optional: true },
  },
};
const installed = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };

describe('packagesMatch', () => {
  it('holds when everything but optional packages of other platforms is there', () => {
    expect(packagesMatch(lock, installed)).toBe(true);
  });

  it('does not hold when a package is missing, of another version or of other content', () => {
    expect(packagesMatch(lock, { packages: {} })).toBe(false);
    expect(packagesMatch(lock, { packages: { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } } })).toBe(
      false,
    );
    expect(packagesMatch(lock, { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } } })).toBe(
      false,
    );
  });

  it('does not hold when an installed package is not in the lock any more', () => {
    const extra = { packages: { ...installed.packages, 'node_modules/left': { version: '3.0.0' } } };
    expect(packagesMatch(lock, extra)).toBe(false);
  });

  it('does not hold when an optional package is of another version', () => {
    const other = {
      packages: { ...installed.packages, 'node_modules/b-linux': { version: '1.9.0', integrity: 'sha512-b' } },
    };
    expect(packagesMatch(lock, other)).toBe(false);
  });
});
