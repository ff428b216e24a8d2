import type { BatchKeys } from '@/workers/ml/saliency/store/batchKeys';
import type { RecordStore } from '@/workers/ml/saliency/store/openRecordStore';
import type { Corner } from '@/workers/ml/views/viewTransform';
import type { BoxQuestion, FoundBoxes } from './boxFinder';
import type { Clip } from './clip';
import type { FrozenBase } from './frozenBase';

/** How many batches were in the store, and how many the network had to compute. */
export type StoredBase = FrozenBase & { counts: { known: number; made: number } };

/**
 * A frozen base that computes only what no run on this host has computed before: its outputs for a batch of clips are kept, and
 * come back to the bit. The logits of a plain forward pass and those of a pass for saliency are kept apart, so that it does not
 * matter which run came first.
 */
export function createStoredBase(base: FrozenBase, store: RecordStore, { keyOf }: BatchKeys): StoredBase {
  const counts = { known: 0, made: 0 };
  const recall = (key: string | null) => (key === null ? null : store.find(key));
  const keep = (key: string | null, payload: Uint8Array) => {
    if (key !== null) store.put(key, payload);
  };

  function recallBoxes(clips: Clip[], { objective, maps: wanted }: BoxQuestion): FoundBoxes | null {
    const boxes = recall(keyOf(clips, { kind: 'boxes', objective }));
    if (!boxes) return null;
    const maps = wanted ? recall(keyOf(clips, { kind: 'maps', objective })) : null;
    if (wanted && !maps) return null;
    return { ...decodeBoxes(boxes, clips.length), maps };
  }

  function makeBoxes(views: Float32Array, clips: Clip[], questions: BoxQuestion[]): FoundBoxes[] {
    if (questions.length === 0) return [];
    const made = base.find(views, clips, questions);
    for (const [k, { objective }] of questions.entries()) {
      const answer = made[k];
      if (!answer) continue;
      keep(keyOf(clips, { kind: 'boxes', objective }), encodeBoxes(answer));
      if (answer.maps) keep(keyOf(clips, { kind: 'maps', objective }), answer.maps);
    }
    return made;
  }

  return {
    counts,
    logits(views, clips) {
      const key = keyOf(clips, { kind: 'logits' });
      const known = recall(key);
      counts[known ? 'known' : 'made']++;
      if (known) return new Float32Array(known.buffer);
      const logits = base.logits(views, clips);
      keep(key, bytesOf(logits));
      return logits;
    },
    find(views, clips, questions) {
      const recalled = questions.map((question) => recallBoxes(clips, question));
      const open = questions.filter((_, k) => !recalled[k]);
      counts.known += questions.length - open.length;
      counts.made += open.length;
      const made = makeBoxes(views, clips, open);
      return recalled.flatMap((answer) => answer ?? made.shift() ?? []);
    },
    dispose() {
      store.close();
      base.dispose();
    },
  };
}

/** Corners (N, 2) as int32, (-1, -1) for none, then logits (N, T_out, classes) as float32. */
function encodeBoxes({ corners, logits }: Pick<FoundBoxes, 'corners' | 'logits'>): Uint8Array {
  const places = Int32Array.from(corners.flatMap((corner) => (corner ? [corner.top, corner.left] : [-1, -1])));
  const bytes = new Uint8Array(places.byteLength + logits.byteLength);
  bytes.set(bytesOf(places));
  bytes.set(bytesOf(logits), places.byteLength);
  return bytes;
}

function decodeBoxes({ buffer }: Uint8Array, clips: number): Pick<FoundBoxes, 'corners' | 'logits'> {
  const places = new Int32Array(buffer, 0, 2 * clips);
  const corners = Array.from({ length: clips }, (_, k): Corner | null => {
    const [top = -1, left = -1] = places.subarray(2 * k);
    return top < 0 ? null : { top, left };
  });
  return { corners, logits: new Float32Array(buffer, places.byteLength) };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
