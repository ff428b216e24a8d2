import type { VideoItem } from './videoItem';

/**
 * Labels of frames by the rule of Charades: start < t < end, strict on both sides.
 * @param times seconds, (T)
 * @returns 0 or 1, (T, classes)
 */
export function frameLabels(options: {
  item: Pick<VideoItem, 'actions'>;
  times: ArrayLike<number>;
  classes: number;
}): Float32Array {
  const { item, times, classes } = options;
  const labels = new Float32Array(times.length * classes);
  for (const { class: cls, start, end } of item.actions)
    for (let k = 0; k < times.length; k++) {
      const time = times[k] ?? Number.NaN;
      if (start < time && time < end) labels[k * classes + cls] = 1;
    }
  return labels;
}

/** Labels of the whole video: 1 for every listed class, whatever its times (the ground truth of the mAP). (classes) */
export function videoLabels(item: Pick<VideoItem, 'actions'>, classes: number): Uint8Array {
  const labels = new Uint8Array(classes);
  for (const action of item.actions) labels[action.class] = 1;
  return labels;
}
