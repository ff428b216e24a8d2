import type { ClipGeometry } from '@/domain/clipGeometry';
import type { Objective } from '@/domain/objectives';
import type { CropSource, SecondView } from '@/domain/secondViews';
import type { ActionTruth } from '@/workers/ml/data/actionTruth';
import type { FrameSource } from '@/workers/ml/data/frames/frameSource';
import { boxToSource } from '@/workers/ml/views/boxToSource';
import { extractView } from '@/workers/ml/views/extractView';
import { focusedCrop } from '@/workers/ml/views/focusedCrop';
import type { Normalisation } from '@/workers/ml/views/normalisation';
import { upscaledCrop } from '@/workers/ml/views/upscaledCrop';
import type { Corner, PixelBox } from '@/workers/ml/views/viewTransform';
import { boxChoosers } from './boxChoosers';
import type { Clip } from './clip';
import type { SaliencySource } from './saliencySource';

/** Which second view to make, and from what. */
export type SecondViewPlan = { secondView: SecondView; cropSource: CropSource; objective: Objective | null };

/** The input of one batch: V_in and the second view, each (N, T, side, side, 3), and how the second one came about. */
export type ComposedViews = {
  views: Float32Array;
  /** null where the row has no second view. */
  second: Float32Array | null;
  /** Boxes in pixels of the original frames, one a clip. */
  boxes: PixelBox[] | null;
  /** Saliency (N, side, side); null where none was computed. */
  maps: Float32Array | null;
  /** The network that made the maps, and its logits (N, T_out, classes) on V_in; null where none were made. */
  saliencyFrom: { source: SaliencySource; logits: Float32Array } | null;
};

export type ViewComposer = (clips: Clip[], plan: SecondViewPlan) => ComposedViews;

/** Makes the network's input from clips: V_in by F, the box of the second view, and its pixels (paper sections 3.2 and 4.3). */
export function createViewComposer(setting: {
  source: FrameSource;
  geometry: ClipGeometry;
  normalisation: Normalisation;
  truth: Map<string, ActionTruth[]> | null;
  /** Needed where a plan has an objective. */
  saliency: SaliencySource | null;
}): ViewComposer {
  const { source, geometry, normalisation, truth, saliency: saliencySource } = setting;
  const { frames, side, boxSide } = geometry;
  const clipSize = frames * side * side * 3;

  function inputViews(clips: Clip[]): Float32Array {
    const views = new Float32Array(clips.length * clipSize);
    clips.forEach(({ item, view, firstFrame }, k) => {
      const video = source.resized(item.id);
      extractView({ video, view, firstFrame, frames, normalisation, out: views, at: k * clipSize });
    });
    return views;
  }

  function cut(clips: Clip[], corners: Corner[], plan: SecondViewPlan, views: Float32Array): Float32Array {
    const out = new Float32Array(clips.length * clipSize);
    clips.forEach(({ item, view, firstFrame }, k) => {
      const corner = corners[k];
      if (!corner) return;
      const at = k * clipSize;
      if (plan.cropSource === 'upscaled') {
        upscaledCrop({ views, viewAt: at, frames, side, corner, boxSide, out, at });
        return;
      }
      const box = boxToSource(view, corner, boxSide);
      const region = source.original({ videoId: item.id, firstFrame, frames, region: box });
      const { height, width } = box;
      focusedCrop({ region, height, width, frames, side, flip: view.flip, normalisation, out, at });
    });
    return out;
  }

  return (clips, plan) => {
    const views = inputViews(clips);
    const made = plan.objective !== null && saliencySource?.saliency(views, clips, plan.objective);
    const maps = made ? made.maps : null;
    const saliencyFrom = made && saliencySource ? { source: saliencySource, logits: made.logits } : null;
    const none = { views, boxes: null, maps, saliencyFrom };
    if (plan.secondView === 'none') return { ...none, second: null };
    if (plan.secondView === 'repeat') return { ...none, second: views };
    const corners = boxChoosers[plan.secondView]({ clips, geometry, maps, truth });
    return {
      ...none,
      second: cut(clips, corners, plan, views),
      boxes: clips.map(({ view }, k) => boxToSource(view, corners[k] ?? { top: 0, left: 0 }, boxSide)),
    };
  };
}
