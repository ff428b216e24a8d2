import { createHash } from 'node:crypto';
import type { Protocol } from '@/domain/protocol';

/** Goes up whenever domain/averagePrecision.ts would give another number for the same input. */
export const scorerVersion = 2;

export type Prediction = { id: string; scores: Float32Array; labels: number[] };

/** What makes an evaluation what it is: SHA-256 of predictions, ground truth, scorer version and protocol. */
export function evaluationHash(predictions: Prediction[], protocol: Protocol): string {
  const { split, clips, spatialCrop, pooling } = protocol;
  const hash = createHash('sha256').update(JSON.stringify([scorerVersion, split, clips, spatialCrop, pooling]));
  for (const { id, scores, labels } of predictions) {
    hash.update(JSON.stringify([id, labels, scores.length]));
    hash.update(new Uint8Array(scores.buffer, scores.byteOffset, scores.byteLength));
  }
  return hash.digest('hex');
}
