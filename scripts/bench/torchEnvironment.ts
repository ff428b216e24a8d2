import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { foveaCache } from '@/scripts/setup/paths.mjs';

const torchVersion = '2.15.0';

/**
 * A Python with PyTorch in a virtual environment of its own, made on first use (several GB: the wheel brings CUDA along). Another one
 * can be named with FOVEA_BENCH_PYTHON.
 * @returns path of its python
 */
export function torchEnvironment(): string {
  const own = process.env.FOVEA_BENCH_PYTHON;
  if (own) return own;
  const folder = path.join(foveaCache(), 'bench', `torch-${torchVersion}`);
  const python = path.join(folder, 'bin', 'python');
  if (existsSync(path.join(folder, 'ready'))) return python;
  mkdirSync(path.dirname(folder), { recursive: true });
  console.log(`Installing PyTorch ${torchVersion} into ${folder} (several GB, once) ...`);
  run('python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `torch==${torchVersion}`, 'numpy']);
  run(python, ['-c', `import torch, pathlib; pathlib.Path(${JSON.stringify(path.join(folder, 'ready'))}).touch()`]);
  return python;
}

function run(command: string, args: string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error || status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} failed. Install PyTorch ${torchVersion} yourself and name its python with FOVEA_BENCH_PYTHON.`,
    );
  }
}
