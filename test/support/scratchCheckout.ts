import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repository } from '@/scripts/setup/paths.mjs';

export type ScratchCheckout = { folder: string; remove: () => void };

/** A copy of this checkout as it is, that a test may edit; its packages are links to ours where the disk allows it. */
export function scratchCheckout(): ScratchCheckout {
  const folder = mkdtempSync(path.join(tmpdir(), 'fovea-checkout-'));
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', list, { cwd: repository, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files.filter((name) => !name.startsWith('test/') && existsSync(path.join(repository, name)))) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(repository, file), path.join(folder, file));
  }
  const [from, to] = [path.join(repository, 'node_modules'), path.join(folder, 'node_modules')];
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    rmSync(to, { recursive: true, force: true });
    execFileSync('cp', ['-a', from, to]);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
