import type { MeasuredProtocol } from '@/domain/measuredProtocol';
import { objectives } from '@/domain/objectives';

/**
 * How a number came about, in one line: `test split, 10 clips a video of 64 frames at 8 fps, centre crop of 224 px from 256 px, max
 * over clips, saliency of L_E`. Without an objective nothing is said of the saliency; null says that there is none.
 */
export function protocolText({
  split,
  clips,
  frames,
  fps,
  resize,
  side,
  aspect,
  spatialCrop,
  pooling,
  objective,
}: Omit<MeasuredProtocol, 'objective'> & Partial<Pick<MeasuredProtocol, 'objective'>>): string {
  const crop = spatialCrop === 'center' ? 'centre' : spatialCrop;
  const from = aspect === 'square' ? `${resize} × ${resize} px` : `${resize} px`;
  return [
    `${split} split`,
    `${clips} ${clips === 1 ? 'clip' : 'clips'} a video of ${frames} frames at ${fps} fps`,
    `${crop} crop of ${side} px from ${from}`,
    `${pooling} over clips`,
    ...(objective === undefined
      ? []
      : [objective === null ? 'no saliency' : `saliency of ${objectives[objective].label}`]),
  ].join(', ');
}
