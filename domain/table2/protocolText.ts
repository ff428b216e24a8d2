import type { Protocol } from '@/domain/protocol';

/** How a number came about, in one line: `test split, 3 clips a video, centre crop, max over clips`. */
export function protocolText({ split, clips, spatialCrop, pooling }: Protocol): string {
  const crop = spatialCrop === 'center' ? 'centre' : spatialCrop;
  return `${split} split, ${clips} ${clips === 1 ? 'clip' : 'clips'} a video, ${crop} crop, ${pooling} over clips`;
}
