import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type Objective, objectives } from '@/domain/objectives';
import type { Clip } from '@/workers/ml/attention/clip';
import { videoStamp } from '@/workers/ml/data/scan/videoIndex';
import type { VideoItem } from '@/workers/ml/data/videoItem';

/** What is kept of a batch: logits of a plain forward pass, or boxes (with the logits of their pass) or maps by an objective. */
export type BatchPart = { kind: 'logits' } | { kind: 'boxes' | 'maps'; objective: Objective };

/** Keys of what a base said of batches of clips. */
export type BatchKeys = {
  /** SHA-256, hexadecimal; null where a video of the batch is not known. */
  keyOf(clips: Clip[], part: BatchPart): string | null;
};

/**
 * Looks at the files of the videos once. A key covers the base, the order of the clips in the batch (another batch may be added up in
 * another order), and of each clip the file with its size and time, the numbers of its frames, its view, and its labels where the
 * objective reads them.
 */
export async function createBatchKeys(base: string, videos: readonly VideoItem[]): Promise<BatchKeys> {
  const files = new Map<string, string>();
  for (const { id, path, kind } of videos) {
    const stamp = await videoStamp(path);
    if (stamp) files.set(id, JSON.stringify([resolve(path), kind, stamp.bytes, stamp.modified]));
  }
  return {
    keyOf(clips, part) {
      const hash = createHash('sha256').update(base).update(JSON.stringify(part));
      const readsLabels = part.kind !== 'logits' && objectives[part.objective].readsLabels;
      for (const { item, frameNumbers, view, frameLabels } of clips) {
        const file = files.get(item.id);
        if (file === undefined) return null;
        const { source, resized, offset, side, flip } = view;
        const sizes = [source.height, source.width, resized.height, resized.width];
        hash.update(JSON.stringify([file, frameNumbers, sizes, offset.top, offset.left, side, flip]));
        if (readsLabels)
          hash.update(new Uint8Array(frameLabels.buffer, frameLabels.byteOffset, frameLabels.byteLength));
      }
      return hash.digest('hex');
    },
  };
}
