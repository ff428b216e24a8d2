import { join } from 'node:path';
import { AppError } from '@/domain/errors';

/**
 * Where the bytes with this hash lie: `<root>/<sha256[0:2]>/<sha256>`.
 * @throws AppError artifact_corrupt where the row holds anything but a SHA-256 in lower-case hex
 */
export function artifactPath(root: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError('artifact_corrupt', 'The artifact row holds no SHA-256.');
  return join(root, sha256.slice(0, 2), sha256);
}
