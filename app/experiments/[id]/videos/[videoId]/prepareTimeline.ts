import type { Action } from '@/domain/datasetClass';

/** When a class happens within a clip, as shares of the clip's duration. */
export type TimelineLane = { class: number; segments: { from: number; to: number }[] };

/** First and last moment of a clip, from the times of its frames [s]; the last frame lasts 1 / fps. */
export function clipSpan({ times }: { times: number[] }, fps: number): { start: number; end: number } {
  return { start: times[0] ?? 0, end: (times.at(-1) ?? 0) + 1 / fps };
}

/**
 * One lane a true class with the part of its intervals that lies in the clip; lanes without any are kept, as they say that nothing
 * happens here. A frame k covers [k, k + 1) / frames of the clip and is active when start < its time < end (the rule of Charades),
 * so segments are whole frames.
 */
export function prepareTimeline(
  actions: Action[],
  { clip, classes }: { clip: { times: number[] }; classes: number[] },
): TimelineLane[] {
  return classes.map((cls) => {
    const own = actions.filter((action) => action.class === cls);
    const active = clip.times.map((time) => own.some((action) => action.start < time && time < action.end));
    return { class: cls, segments: segmentsOf(active) };
  });
}

function segmentsOf(active: boolean[]): { from: number; to: number }[] {
  const segments: { from: number; to: number }[] = [];
  active.forEach((on, k) => {
    const last = segments.at(-1);
    if (on && k > 0 && active[k - 1] && last) last.to = (k + 1) / active.length;
    else if (on) segments.push({ from: k / active.length, to: (k + 1) / active.length });
  });
  return segments;
}
