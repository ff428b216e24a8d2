import type { ClipGeometry } from '@/domain/clipGeometry';
import type { Objective } from '@/domain/objectives';
import { boxSearch } from '@/workers/ml/saliency/boxSearch';
import { mapsToBytes } from '@/workers/ml/saliency/mapsToBytes';
import type { Corner } from '@/workers/ml/views/viewTransform';
import type { Clip } from './clip';
import type { SaliencySource } from './saliencySource';

/** By which objective to look, and whether the saliency maps are wanted as pictures. */
export type BoxQuestion = { objective: Objective; maps: boolean };

/** What a network finds in a batch of clips by one objective. */
export type FoundBoxes = {
  /** (N, T_out, classes) on V_in, from the pass that made the saliency. */
  logits: Float32Array;
  /** The box with the largest sum of saliency, one a clip (paper eq. 5); null: the clip has no saliency (boxSearch). */
  corners: (Corner | null)[];
  /** uint8 (N, side, side), 255 = the maximum of its map; null where not asked for. */
  maps: Uint8Array | null;
};

/** A network that sees V_in alone and finds the boxes of the second views: the fixed base, or the network that is being tuned. */
export type BoxFinder = {
  /** Logits (N, T_out, classes) of V_in (N, T, side, side, 3). */
  logits(views: Float32Array, clips: Clip[]): Float32Array;
  /** Boxes by several objectives at once, in the order of the questions. */
  find(views: Float32Array, clips: Clip[], questions: readonly BoxQuestion[]): FoundBoxes[];
};

export function createBoxFinder(
  source: SaliencySource,
  { side, boxSide }: Pick<ClipGeometry, 'side' | 'boxSide'>,
): BoxFinder {
  const cornerIn = (maps: Float32Array, clip: number): Corner | null => {
    const place = { offset: clip * side * side, height: side, width: side, box: boxSide };
    const { top, left, found } = boxSearch(maps, place);
    return found ? { top, left } : null;
  };
  return {
    logits: (views) => source.logits(views),
    find: (views, clips, questions) =>
      questions.map(({ objective, maps: wanted }) => {
        const { logits, maps } = source.saliency(views, clips, objective);
        const corners = clips.map((_, k) => cornerIn(maps, k));
        return { logits, corners, maps: wanted ? mapsToBytes(maps, clips.length) : null };
      }),
  };
}
