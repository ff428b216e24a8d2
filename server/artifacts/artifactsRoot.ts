import { join } from 'node:path';
import { env } from '@/server/env';

/** The folder of all artifacts of this installation. */
export function artifactsRoot(): string {
  return join(env().FOVEA_HOME, 'artifacts');
}
