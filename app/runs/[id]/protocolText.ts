import { protocolSchema } from '@/domain/protocol';

/** How a score came about, in words: `test split, 3 clips a video, centre crop, max pooling`. */
export function protocolText(protocol: unknown): string {
  const known = protocolSchema.safeParse(protocol);
  if (!known.success) return 'protocol of an older version';
  const { split, clips, pooling } = known.data;
  return `${split} split, ${clips} ${clips === 1 ? 'clip' : 'clips'} a video, centre crop, ${pooling} pooling`;
}
