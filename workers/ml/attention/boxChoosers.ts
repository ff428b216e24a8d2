import type { ClipGeometry } from '@/domain/clipGeometry';
import { AppError } from '@/domain/errors';
import type { SecondView } from '@/domain/secondViews';
import type { ActionTruth } from '@/workers/ml/data/actionTruth';
import { centreBox, randomBox } from '@/workers/ml/data/randomBox';
import { trueBox } from '@/workers/ml/data/trueBox';
import type { Corner } from '@/workers/ml/views/viewTransform';
import type { Clip } from './clip';

export type BoxRequest = {
  clips: Clip[];
  geometry: ClipGeometry;
  /** Where the saliency of each clip is largest, null for a clip that has none; null where the row computes none. */
  salient: (Corner | null)[] | null;
  /** True centres by video id; null where the data set has none. */
  truth: Map<string, ActionTruth[]> | null;
};

/** One box a clip, as its upper left corner in the (flipped) view. */
export type BoxChooser = (request: BoxRequest) => Corner[];

/** How each second view chooses its box; null: it has none. */
export const boxChoosers = {
  none: null,
  repeat: null,
  random_crop: ({ clips, geometry }) => clips.map((clip) => randomBox(clip.randomKey, geometry)),
  center_crop: ({ clips, geometry }) => clips.map(() => centreBox(geometry)),
  attention: ({ salient, geometry }) => {
    if (!salient) throw new AppError('config_invalid', 'The attention box needs an objective: L_CE or L_E.');
    return salient.map((corner) => corner ?? centreBox(geometry));
  },
  true_box: ({ clips, geometry: { boxSide }, truth }) => {
    if (!truth) {
      throw new AppError(
        'config_invalid',
        'The row "True object" needs a data set with true positions, such as MicroCharades.',
      );
    }
    return clips.map(({ item, view, frameNumbers }) =>
      trueBox({ truth: truth.get(item.id) ?? [], view, frames: frameNumbers, boxSide }),
    );
  },
} satisfies Record<SecondView, BoxChooser | null>;
