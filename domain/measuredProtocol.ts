import type { ClipGeometry } from './clipGeometry';
import type { Objective } from './objectives';
import type { Protocol } from './protocol';

/** Everything that a score depends on besides the weights. `objective`: of the saliency at evaluation; null where there is none. */
export type MeasuredProtocol = Protocol &
  Pick<ClipGeometry, 'frames' | 'fps' | 'resize' | 'side' | 'aspect'> & { objective: Objective | null };

/** The protocol of one evaluation. */
export function measuredProtocol(
  { split, clips, spatialCrop, pooling }: Protocol,
  { frames, fps, resize, side, aspect }: ClipGeometry,
  objective: Objective | null,
): MeasuredProtocol {
  return { split, clips, frames, fps, resize, side, aspect, spatialCrop, pooling, objective };
}
