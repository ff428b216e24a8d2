import { z } from 'zod';

/** What a child process of the benchmark runs: a few steps of training and an evaluation of a few clips. */
export const busyTaskSchema = z.object({
  root: z.string(),
  cacheRoot: z.string(),
  ffmpegPath: z.string(),
  frames: z.int(),
  attention: z.boolean(),
  /** A step each in every epoch. */
  trainVideos: z.int(),
  epochs: z.int(),
  testVideos: z.int(),
  testClips: z.int(),
  device: z.enum(['cpu', 'gpu']),
});
export type BusyTask = z.infer<typeof busyTaskSchema>;

const phaseSchema = z.object({
  /** Steps of training, or clips of an evaluation, after the first, for which nothing could be loaded ahead. */
  count: z.number(),
  wallMs: z.number(),
  engineMs: z.number(),
});
/** What the child found; engine: time inside it. */
export const busyResultSchema = z.object({
  version: z.string(),
  training: phaseSchema,
  evaluation: phaseSchema,
  peakMiB: z.number(),
});
export type BusyResult = z.infer<typeof busyResultSchema>;
