import { execFileSync } from 'node:child_process';
import { AppError } from '@/domain/errors';

/** Name of the GPU that --device gpu measures: the first one. @throws AppError engine_missing where there is none */
export function requireGpu(): string {
  try {
    const args = ['--query-gpu=name', '--format=csv,noheader'];
    const [name] = execFileSync('nvidia-smi', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split(
      '\n',
    );
    if (name?.trim()) return name.trim();
  } catch {
    // no driver: said below
  }
  throw new AppError(
    'engine_missing',
    '--device gpu needs an NVIDIA GPU: nvidia-smi found none on this machine. Leave --device out to measure the CPU.',
  );
}
