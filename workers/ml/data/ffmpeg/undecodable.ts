import { AppError } from '@/domain/errors';

/** What helps against each kind of fault. */
const advices = {
  intact: 'Replace the file by an intact copy, or leave it as it is: it is then not used',
  fetch: 'Put the video itself there, then import the folder again',
  unpack: 'Unpack it, then import the folder again',
  pictures: 'Put the file that has the pictures there, or take it out of the annotations',
  convert: 'Convert it first, for example with "ffmpeg -i it out.mp4", then import the folder again',
  oneSize:
    'Make it one size first, for example with "ffmpeg -i it -vf scale=640:480 out.mp4", then import the folder again',
  smaller:
    'Make it smaller first, for example with "ffmpeg -i it -vf scale=-2:480 out.mp4", then import the folder again',
  locked: 'Put a copy without copy protection there, or take it out of the annotations',
  decoder: 'Convert it with a program that plays it, then import the folder again',
  frames: 'Extract its frames again, or leave it as it is: it is then not used',
} as const;
export type Advice = keyof typeof advices;

export type Fault = { reason: string; advice: Advice };

/** The error of a video whose file is there and cannot be used. @param advice what helps against this kind of fault */
export function undecodable(path: string, reason: string, advice: Advice = 'intact'): AppError {
  return new AppError('video_undecodable', `The video ${path} cannot be decoded: ${reason}. ${advices[advice]}.`);
}

/** Faults that ffmpeg names itself; of several the first counts. */
const named: [sign: RegExp, reason: string, advice: Advice][] = [
  [/matches no streams/, 'it holds no video stream', 'pictures'],
  [/exceeds specified max pixel/, 'its pictures have more than 36 million pixels', 'smaller'],
];

/**
 * Why ffmpeg has failed.
 * @param said its complaints, first to last; @param last its last line
 */
export function faultOf(said: readonly string[], last: string): Fault {
  const known = named.find(([sign]) => said.some((line) => sign.test(line)));
  if (known) return { reason: known[1], advice: known[2] };
  const strange = said.map((line) => /Video: none.*?(?:\((\w{4}) \/|: unknown codec)/.exec(line)).find(Boolean);
  if (strange)
    return { reason: `ffmpeg has no decoder for its codec${strange[1] ? ` ${strange[1]}` : ''}`, advice: 'decoder' };
  const line = (said[0] ?? last).replace(/^(\[[^\]]*\] )+/, '').replace(/[.\s]+$/, '');
  return { reason: line, advice: 'intact' };
}
