import type { Backbone } from '@/domain/backbones';
import type { ClipGeometry } from '@/domain/clipGeometry';
import type { Objective } from '@/domain/objectives';
import type { CropSource, SecondView } from '@/domain/secondViews';
import type { ActionTruth } from '@/workers/ml/data/actionTruth';
import type { FrameSource, LoadedClips } from '@/workers/ml/data/frames/frameSource';
import { boxToSource } from '@/workers/ml/views/boxToSource';
import { upscaledCrop } from '@/workers/ml/views/upscaledCrop';
import type { Corner, PixelBox } from '@/workers/ml/views/viewTransform';
import { boxChoosers } from './boxChoosers';
import type { BoxFinder, FoundBoxes } from './boxFinder';
import type { Clip } from './clip';
import { clipRequests } from './clipRequests';

/** Which second view to make, and from what. */
export type SecondViewPlan = {
  secondView: SecondView;
  cropSource: CropSource;
  objective: Objective | null;
  /** Whether the saliency maps are wanted as pictures. Default false. */
  maps?: boolean;
};

/** The input of one batch: V_in and the second view, each (N, T, side, side, 3), and how the second one came about. */
export type ComposedViews = {
  views: Float32Array;
  /** null where the row has no second view. */
  second: Float32Array | null;
  /** Boxes in pixels of the original frames, one a clip. */
  boxes: PixelBox[] | null;
  /** Whether each clip has no saliency and its box is the centre one for want of a better; null where no saliency was computed. */
  noSaliency: boolean[] | null;
  /** Saliency maps (N, side, side), 255 = the maximum of its map; null where none are wanted. */
  maps: Uint8Array | null;
  /** The network that chose the boxes, and its logits (N, T_out, classes) on V_in; null where none did. */
  saliencyFrom: { finder: BoxFinder; logits: Float32Array } | null;
};

/** Clips, and what is to be made of them. */
export type ComposeRequest = { clips: Clip[]; plans: readonly SecondViewPlan[] };

/**
 * Views for several plans, in their order; the clips are opened once and V_in is made once for all of them. `next` is what the call
 * after this one will ask for: its boxes are found before this call returns, so that its crops are made while the engine works on
 * these clips. Only for a network that does not change in between.
 */
export type ViewComposer = (
  clips: Clip[],
  plans: readonly SecondViewPlan[],
  next?: ComposeRequest,
) => Promise<ComposedViews[]>;

/** Makes the network's input from clips: V_in by F, the box of the second view, and its pixels (paper sections 3.2 and 4.3). */
export function createViewComposer(setting: {
  source: FrameSource;
  geometry: ClipGeometry;
  backbone: Pick<Backbone, 'normalisation' | 'resampling'>;
  truth: Map<string, ActionTruth[]> | null;
  /** Needed where a plan has an objective. */
  finder: BoxFinder | null;
}): ViewComposer {
  const { source, geometry, truth, finder } = setting;
  const { normalisation } = setting.backbone;
  const { frames, side, boxSide } = geometry;
  const clipSize = frames * side * side * 3;

  async function cut(
    loaded: LoadedClips,
    input: { clips: Clip[]; corners: Corner[]; views: Float32Array },
    plan: SecondViewPlan,
  ): Promise<Float32Array> {
    const { clips, corners, views } = input;
    if (plan.cropSource === 'original') {
      const focused = clips.map(({ view }, k) => {
        const box = boxToSource(view, corners[k] ?? { top: 0, left: 0 }, boxSide);
        return loaded.focused(k, { box, side, flip: view.flip, normalisation });
      });
      return joined(await Promise.all(focused));
    }
    const out = new Float32Array(clips.length * clipSize);
    corners.forEach((corner, k) => {
      const at = k * clipSize;
      upscaledCrop({ views, viewAt: at, frames, side, corner, boxSide, out, at });
    });
    return out;
  }

  async function composeFrom(
    loaded: LoadedClips,
    { clips, views }: { clips: Clip[]; views: Float32Array },
    [plan, found]: readonly [SecondViewPlan, FoundBoxes | null],
  ): Promise<ComposedViews> {
    const saliencyFrom = found && finder ? { finder, logits: found.logits } : null;
    const noSaliency = found?.corners.map((corner) => corner === null);
    const none = { views, boxes: null, noSaliency: noSaliency ?? null, maps: found?.maps ?? null, saliencyFrom };
    if (plan.secondView === 'none') return { ...none, second: null };
    if (plan.secondView === 'repeat') return { ...none, second: views };
    const corners = boxChoosers[plan.secondView]({ clips, geometry, salient: found?.corners ?? null, truth });
    return {
      ...none,
      second: await cut(loaded, { clips, corners, views }, plan),
      boxes: clips.map(({ view }, k) => boxToSource(view, corners[k] ?? { top: 0, left: 0 }, boxSide)),
    };
  }

  /** Each plan with what its objective finds; all objectives are asked at once. */
  function withBoxes(views: Float32Array, clips: Clip[], plans: readonly SecondViewPlan[]) {
    const questions = plans.flatMap(({ objective, maps }) => (objective ? [{ objective, maps: maps ?? false }] : []));
    const answers = (questions.length > 0 && finder?.find(views, clips, questions)) || [];
    return plans.map((plan) => [plan, (plan.objective && answers.shift()) || null] as const);
  }

  /** V_in and boxes are there when it resolves, crops when `done` does. */
  async function begin({ clips, plans }: ComposeRequest): Promise<Begun> {
    const loaded = await source.open(clipRequests(clips, setting.backbone));
    try {
      const views = joined(clips.map((_, k) => loaded.input(k)));
      const each = withBoxes(views, clips, plans).map((one) => composeFrom(loaded, { clips, views }, one));
      const done = Promise.all(each).finally(() => loaded.release());
      done.catch(() => undefined); // reported to whoever asks for these clips
      return { clips, plans, done };
    } catch (error) {
      loaded.release();
      throw error;
    }
  }

  let ahead: Begun | null = null;
  return async (clips, plans, next) => {
    const begun = ahead && isSame(ahead, { clips, plans }) ? ahead : await begin({ clips, plans });
    ahead = next ? await begin(next) : null;
    return begun.done;
  };
}

type Begun = ComposeRequest & { done: Promise<ComposedViews[]> };

function isSame(a: ComposeRequest, b: ComposeRequest): boolean {
  const clips = a.clips.length === b.clips.length && a.clips.every((clip, k) => clip === b.clips[k]);
  return clips && JSON.stringify(a.plans) === JSON.stringify(b.plans);
}

/** Clips one after the other; those that lie so already are not copied. */
function joined(clips: Float32Array[]): Float32Array {
  const [first] = clips;
  const length = clips.reduce((sum, clip) => sum + clip.length, 0);
  if (first && follow(clips)) return new Float32Array(first.buffer, first.byteOffset, length);
  const out = new Float32Array(length);
  let at = 0;
  for (const clip of clips) {
    out.set(clip, at);
    at += clip.length;
  }
  return out;
}

/** Whether each of the arrays begins in memory where the one before it ends. */
function follow(arrays: readonly Float32Array[]): boolean {
  return arrays.every((array, k) => {
    const before = arrays[k - 1];
    return !before || (array.buffer === before.buffer && array.byteOffset === before.byteOffset + before.byteLength);
  });
}
