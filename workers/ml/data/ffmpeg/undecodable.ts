import { AppError } from '@/domain/errors';

/** What helps against each kind of fault; the name of a file is put in the place of `it.mp4`. */
const advices = {
  intact: 'Replace the file by an intact copy, or leave it as it is: it is then not used',
  fetch: 'Put the video itself there, then import the folder again',
  unpack: 'Unpack it, then import the folder again',
  pictures: 'Put the file that has the pictures there, or take it out of the annotations',
  convert: 'Convert it first, for example with "ffmpeg -i it out.mp4", then import the folder again',
  oneSize:
    'Make it one size first, for example with "ffmpeg -i it -vf scale=640:-2 out.mp4", then import the folder again',
  smaller:
    'Make it smaller first, for example with "ffmpeg -i it -vf scale=-2:480 out.mp4", then import the folder again',
  locked: 'Put a copy without copy protection there, or take it out of the annotations',
  decoder:
    'Convert it with a program that plays it, or name an ffmpeg that decodes it in FOVEA_FFMPEG, then import the folder again',
} as const;
export type Advice = keyof typeof advices;

/** The error of a video whose file is there and cannot be used. @param advice what helps against this kind of fault */
export function undecodable(path: string, reason: string, advice: Advice = 'intact'): AppError {
  return new AppError('video_undecodable', `The video ${path} cannot be decoded: ${reason}. ${advices[advice]}.`);
}
