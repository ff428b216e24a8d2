import type { SaliencyCount } from './evaluatedVideo';

/** `12 of 300 clips had no saliency` */
export function noSaliencyText({ clips, without }: SaliencyCount): string {
  return `${without.toLocaleString('en-GB')} of ${clips.toLocaleString('en-GB')} clips had no saliency`;
}
