'use client';

import { useBitmap } from '@/app/_components/frames/useBitmap';
import type { Video } from './useVideoState';

/** The two strips of a clip; undefined while they are loaded. */
export type ClipPictures = { original: ImageBitmap | undefined; resized: ImageBitmap | undefined; error: Error | null };

/** Loads the strips of the clip on show, once for all rows. */
export function useClipPictures(clip: Video['clips'][number] | null): ClipPictures {
  const original = useBitmap(clip?.originalArtifactId ?? null);
  const resized = useBitmap(clip?.resizedArtifactId ?? null);
  return { original: original.data, resized: resized.data, error: original.error ?? resized.error };
}
