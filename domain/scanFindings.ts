import { z } from 'zod';
import { type BackboneId, backboneIdSchema, backbones } from './backbones';
import { type Action, wholeVideo } from './datasetClass';
import type { VideoScan } from './videoStates';

/** A length may differ from the annotation file's by this many seconds before it is worth a word. */
export const tolerableSeconds = 1;

const plainFindings = {
  labelled: 'labelled',
  unlabelled: 'without a label',
  missing: 'missing',
  undecodable: 'not decodable',
  length_differs: `length differs from the CSV by more than ${tolerableSeconds} s`,
  actions_after_end: 'actions that end after the video',
  backward_actions: 'actions that end before they start',
  remarks: 'usable, with a remark',
} as const;
type PlainFinding = keyof typeof plainFindings;

/** What reading a data set can find out about a video; those with a backbone hold for clips of its own geometry. */
export type ScanFinding = PlainFinding | `too_short:${BackboneId}` | `too_low:${BackboneId}`;

const ids: BackboneId[] = backboneIdSchema.options;
export const scanFindings: ScanFinding[] = [
  ...(Object.keys(plainFindings) as PlainFinding[]),
  ...ids.map((id) => `too_short:${id}` as const),
  ...ids.map((id) => `too_low:${id}` as const),
];
export const scanFindingSchema = z.enum(scanFindings as [ScanFinding, ...ScanFinding[]]);

/** In words, as part of a sentence about videos. */
export function findingLabel(finding: ScanFinding): string {
  if (isPlain(finding)) return plainFindings[finding];
  const [what, id] = finding.split(':') as ['too_short' | 'too_low', BackboneId];
  const { label, clip } = backbones[id];
  if (what === 'too_low') return `shorter side at most ${clip.resize} px (${label})`;
  return `shorter than a clip of ${label}: ${clip.frames} frames at ${clip.fps} fps, ${clip.frames / clip.fps} s`;
}

function isPlain(finding: ScanFinding): finding is PlainFinding {
  return finding in plainFindings;
}

/**
 * What there is to say about one video. A video is too low in resolution for focusing to pay where its shorter side is not larger than
 * what F resizes it to: a focused box of n px of the view then covers n source pixels or fewer, and the crop shows nothing new.
 * A video shorter than a clip is used all the same: its last frame is repeated.
 */
export function findingsOf({
  actions,
  lengthSeconds,
  scan,
}: {
  actions: Action[];
  /** By the annotation file; null where it says nothing. */
  lengthSeconds: number | null;
  scan: VideoScan;
}): ScanFinding[] {
  const found: ScanFinding[] = [actions.length > 0 ? 'labelled' : 'unlabelled'];
  if (actions.some(({ start, end }) => start > end)) found.push('backward_actions');
  const read = scan.state === 'ok' ? scan : null;
  const end = lengthSeconds ?? read?.durationSeconds ?? Number.POSITIVE_INFINITY;
  if (actions.some((action) => endsAfter(action, end))) found.push('actions_after_end');
  if (scan.state !== 'ok') return [...found, scan.state];
  const { startSeconds = 0, durationSeconds, height, width, remarks } = scan;
  if (lengthSeconds !== null && Math.abs(lengthSeconds - durationSeconds) > tolerableSeconds)
    found.push('length_differs');
  if (remarks.length > 0) found.push('remarks');
  for (const id of ids) {
    const { frames, fps, resize } = backbones[id].clip;
    if (durationSeconds - startSeconds < frames / fps) found.push(`too_short:${id}`);
    if (Math.min(height, width) <= resize) found.push(`too_low:${id}`);
  }
  return found;
}

/** The open end of a label for the whole video is no mistake. */
export function endsAfter({ end }: Pick<Action, 'end'>, seconds: number): boolean {
  return end > seconds && end < wholeVideo.end;
}
