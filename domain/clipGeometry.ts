import { z } from 'zod';

/**
 * Geometry of a clip: T frames at fps, resized to `resize`, cropped to `side`, focused box of `boxSide` (pixels of the view).
 * `aspect`: `keep` resizes the shorter side, `square` both sides (the wording of the paper).
 */
export const clipGeometrySchema = z
  .object({
    frames: z.int().min(2).max(256),
    fps: z.number().positive().max(120),
    resize: z.int().min(16).max(1024),
    side: z.int().min(16).max(1024),
    boxSide: z.int().min(4).max(1024),
    aspect: z.enum(['keep', 'square']).default('keep'),
  })
  .refine((clip) => clip.side <= clip.resize, {
    message: 'The crop side cannot exceed the resized side.',
    path: ['side'],
  })
  .refine((clip) => clip.boxSide < clip.side, { message: 'The box must be smaller than the view.', path: ['boxSide'] });
export type ClipGeometry = z.infer<typeof clipGeometrySchema>;
