import type { Backbone } from '@/domain/backbones';
import type { ClipRequest } from '@/workers/ml/data/frames/frameSource';
import { viewRegion } from '@/workers/ml/views/bilinearView';
import type { Clip } from './clip';

/** What the views of these clips are made of: Lanczos needs whole frames, plain bilinear no more than the view covers. */
export function clipRequests(
  clips: readonly Clip[],
  { resampling, normalisation }: Pick<Backbone, 'resampling' | 'normalisation'>,
): ClipRequest[] {
  return clips.map(({ item, frameNumbers, view }) => ({
    videoId: item.id,
    frameNumbers,
    region: resampling === 'lanczos_uint8' ? null : viewRegion(view),
    input: { view, resampling, normalisation },
  }));
}
