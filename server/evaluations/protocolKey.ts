import { createHash } from 'node:crypto';
import type { ClipGeometry } from '@/domain/clipGeometry';
import type { Protocol } from '@/domain/protocol';

/**
 * Short name of the clips that an evaluation looks at: equal for runs that see the same frames, so that these are stored once.
 * @returns 12 hex digits
 */
export function protocolKey({
  dataset,
  clip,
  protocol,
}: {
  dataset: string;
  clip: ClipGeometry;
  protocol: Protocol;
}): string {
  const { frames, fps, resize, side, aspect } = clip;
  const { split, clips, spatialCrop } = protocol;
  const parts = [dataset, split, frames, fps, resize, side, clips, spatialCrop];
  if (aspect !== 'keep') parts.push(aspect); // keys from the time before there was a choice stay as they are
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
