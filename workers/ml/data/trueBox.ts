import { pointToView } from '@/workers/ml/views/pointToView';
import type { Corner, ViewTransform } from '@/workers/ml/views/viewTransform';
import type { ActionTruth } from './actionTruth';
import { centreBox } from './randomBox';
import { activeCentres } from './truthHit';

/**
 * The box of the view that is centred on the active objects of a clip (mean of their true centres over its frames), moved
 * into the view where it would leave it; the box in the centre where no object is active. A sanity control, not a method.
 */
export function trueBox(options: {
  truth: ActionTruth[];
  view: ViewTransform;
  frames: readonly number[];
  boxSide: number;
}): Corner {
  const { truth, view, frames, boxSide } = options;
  const centres = frames.flatMap((frame) => activeCentres(truth, frame));
  if (centres.length === 0) return centreBox({ side: view.side, boxSide });
  const points = centres.map(([x, y]) => pointToView(view, { x, y }));
  const place = (mean: number) => Math.min(view.side - boxSide, Math.max(0, Math.round(mean - boxSide / 2)));
  return {
    top: place(points.reduce((sum, { y }) => sum + y, 0) / points.length),
    left: place(points.reduce((sum, { x }) => sum + x, 0) / points.length),
  };
}
