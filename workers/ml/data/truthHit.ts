import type { Box } from '@/domain/box';
import type { ActionTruth } from './actionTruth';

/**
 * How often a box is in the right place: of the frames of a clip in which an object is active, the share whose box holds
 * the true centre of at least one active object.
 * @param frames numbers of the clip's frames in the video
 * @returns 0..1, or null where no object is active in the clip
 */
export function truthHit(options: { truth: ActionTruth[]; box: Box; frames: readonly number[] }): number | null {
  const { truth, box, frames } = options;
  let active = 0;
  let held = 0;
  for (const frame of frames) {
    const centres = activeCentres(truth, frame);
    if (centres.length === 0) continue;
    active += 1;
    if (centres.some((centre) => holds(box, centre))) held += 1;
  }
  return active === 0 ? null : held / active;
}

/** Centres of the objects that are active in a frame. */
export function activeCentres(truth: ActionTruth[], frame: number): (readonly [x: number, y: number])[] {
  return truth.flatMap(({ start, centres }) => {
    const centre = frame >= start ? centres[frame - start] : undefined;
    return centre ? [centre] : [];
  });
}

function holds({ top, left, height, width }: Box, [x, y]: readonly [number, number]): boolean {
  return x >= left && x < left + width && y >= top && y < top + height;
}
