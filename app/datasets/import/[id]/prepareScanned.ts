import type { Action } from '@/domain/datasetClass';
import { type VideoScan, videoStates } from '@/domain/videoStates';

/** One line of the list: a dash where nothing is known. */
export function prepareScanned(
  { actions, lengthSeconds, scan }: { actions: Action[]; lengthSeconds: number | null; scan: VideoScan | null },
  classNames: string[],
) {
  const read = scan?.state === 'ok' ? scan : null;
  const rate = read?.frameRate ? ` (${read.frameRate.toFixed(read.frameRate % 1 === 0 ? 0 : 2)} fps)` : '';
  const names = [...new Set(actions.map((action) => classNames[action.class] ?? `class ${action.class}`))];
  return {
    state: scan === null ? 'not read' : videoStates[scan.state].label,
    note: scan === null ? '' : scan.state === 'ok' ? scan.remarks.join('; ') : scan.message,
    size: read ? `${read.width} x ${read.height} px` : '–',
    frames: read ? `${read.frames.toLocaleString('en-GB')}${rate}` : '–',
    length: read ? `${read.durationSeconds.toFixed(1)} s` : '–',
    csvLength: lengthSeconds === null ? '–' : `${lengthSeconds.toFixed(1)} s`,
    labels: names.length === 0 ? 'none' : names.join(', '),
  };
}
