import { microClassNames } from './classNames';
import type { Scene } from './scene';
import { videoFps, videoFrames } from './scene';

const header = 'id,subject,scene,quality,relevance,verified,script,objects,descriptions,actions,length';

/** Id of video `index`: M0000, M0001, ... */
export function microVideoId(index: number): string {
  return `M${String(index).padStart(4, '0')}`;
}

/** `c000` for class 0. */
export function classCode(index: number): string {
  return `c${String(index).padStart(3, '0')}`;
}

/** Content of `*_classes.txt`: one line a class, code and name. */
export function classesText(): string {
  return microClassNames.map((name, index) => `${classCode(index)} ${name}\n`).join('');
}

/** Content of a `*_train.csv` or `*_test.csv` in the layout of Charades. */
export function annotationsText(videos: { index: number; scene: Scene }[]): string {
  return `${[header, ...videos.map(({ index, scene }) => row(index, scene))].join('\n')}\n`;
}

function row(index: number, { actions, decoys }: Scene): string {
  const names = actions.map((action) => microClassNames[action.class]);
  const objects = [...actions, ...decoys].map(({ look }) => (look.disc ? 'disc' : 'square'));
  const times = actions.map(({ class: cls, start, end }) => `${classCode(cls)} ${edge(start)} ${edge(end)}`);
  const length = (videoFrames / videoFps).toFixed(2);
  const script = `Somebody is ${names.join(' and ')}.`;
  return [
    microVideoId(index),
    'micro',
    'Room',
    '',
    '',
    'Yes',
    script,
    objects.join(';'),
    names.join(';'),
    times.join(';'),
    length,
  ].join(',');
}

/**
 * Seconds of the border before a frame. The rule of Charades is start < t < end, strict on both sides, so a border lies
 * half a frame before the frame's time t = k / 8: then exactly frames start..end-1 are labelled. For frame 0 that is
 * -0.0625: at 0 the rule would drop the first frame.
 */
function edge(frame: number): string {
  return ((frame - 0.5) / videoFps).toFixed(4);
}
