import type { Pixels, PixelWork } from '../frames/pixelWork';
import type { JobFailure } from '../parallel/jobMessages';
import type { ClipJob } from './clipJob';

/** What the loading thread is started with. */
export type LoadSetting = { ffmpegPath: string; parallel: number; budgetBytes: number };

/** Something to make of frames of a job. */
export type MakeOrder = {
  job: number;
  /** Places of the frames among those of the job; a place may come again. */
  frames: readonly number[];
  work: PixelWork;
  /** Nobody waits for it yet: it is made when there is time and memory. */
  ahead: boolean;
};

/** What it is told. Jobs and what is made of them are numbered together. */
export type LoadOrder =
  | { order: 'add'; id: number; job: ClipJob }
  | ({ order: 'make'; id: number } & MakeOrder)
  | { order: 'urge'; id: number }
  | { order: 'release'; id: number }
  | { order: 'close' };

/** What it answers: a job is loaded (it keeps the frames), or pixels are made (they are handed over). */
export type LoadAnswer = { id: number; pixels: Pixels | null } | { id: number; failure: JobFailure };
