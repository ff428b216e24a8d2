import type { JobFailure } from '../parallel/jobMessages';
import type { ClipJob } from './clipJob';

/** What the loading thread is started with. */
export type LoadSetting = { ffmpegPath: string; parallel: number; budgetBytes: number };

/** What it is told. */
export type LoadOrder =
  | { order: 'add'; id: number; job: ClipJob }
  | { order: 'urge'; id: number }
  | { order: 'release'; id: number }
  | { order: 'close' };

/** What it answers. */
export type LoadAnswer = { id: number; bytes: Uint8Array } | { id: number; failure: JobFailure };
