import { z } from 'zod';
import { idTable } from './idTable';

/** What became of a video when its data set was imported; only `ok` ones can be trained on or evaluated. */
export const { table: videoStates, schema: videoStateSchema } = idTable({
  ok: { label: 'usable' },
  missing: { label: 'missing' },
  undecodable: { label: 'undecodable' },
} as const satisfies Record<string, { label: string }>);
export type VideoState = keyof typeof videoStates;

/** How the frames of a video lie on the disk: in a video file, or as numbered JPEG files in a folder (`Charades_v1_rgb`). */
export const videoKindSchema = z.enum(['video', 'frames']);
export type VideoKind = z.infer<typeof videoKindSchema>;

/** What reading a whole video found. Times in seconds, sizes in pixels as they are shown (rotation applied). */
export const videoScanSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('ok'),
    frames: z.int().min(1),
    height: z.int().min(1),
    width: z.int().min(1),
    /** When the first frame is shown on the time line that annotations speak of, where that is not 0; negative where it is before. */
    startSeconds: z.number().optional(),
    /** When the last frame ends on it. */
    durationSeconds: z.number(),
    /** Frames over the time they take; null for a single frame. */
    frameRate: z.number().positive().nullable(),
    /** What a user may want to know, e.g. `ends 2.1 s before its length in the CSV`; empty where all is well. */
    remarks: z.array(z.string()),
  }),
  z.object({ state: z.enum(['missing', 'undecodable']), message: z.string() }),
]);
export type VideoScan = z.infer<typeof videoScanSchema>;
