import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('realTorch.py', import.meta.url));
/** A Python that has PyTorch may be named by FOVEA_TEST_TORCH; else python3 is asked. */
const python = process.env.FOVEA_TEST_TORCH ?? 'python3';

/** Runs realTorch.py. @throws where it fails */
export function realTorch(args: string[], input = ''): string {
  return execFileSync(python, [script, ...args], { input, encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });
}

/** Version of the PyTorch that the tests have, null where there is none; tests that need it then skip with this reason. */
export function torchVersion(): string | null {
  try {
    return realTorch(['version']).trim();
  } catch {
    return null;
  }
}
export const withoutTorch = `${python} has no PyTorch; name one that has in FOVEA_TEST_TORCH`;
