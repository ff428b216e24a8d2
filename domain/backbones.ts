import { z } from 'zod';
import type { ClipGeometry } from './clipGeometry';

/** Backbones a run can name, with the view they were designed for. The layers are in workers/ml/models. */
export const backbones = {
  micro_i3d: {
    label: 'Micro-I3D',
    description: 'the paper divided by four: 61,800 parameters, 48.6 MFLOP a clip',
    clip: { frames: 8, fps: 8, resize: 64, side: 56, boxSide: 32 },
    /** Input is (value - mean) / std, value in 0..255. */
    normalisation: { mean: [120, 120, 120], std: [60, 60, 60] },
    /** How the logits of T_out steps become logits of T frames (operator U of the frame loss). */
    upsampling: 'half_pixel',
    objectiveOver: 'mean_logits',
  },
} as const satisfies Record<string, Backbone>;

export type Backbone = {
  label: string;
  description: string;
  clip: ClipGeometry;
  normalisation: { mean: readonly [number, number, number]; std: readonly [number, number, number] };
  upsampling: 'half_pixel' | 'align_corners';
  /** Objectives without labels look at the probabilities of every time step, or of the mean over time of the logits. */
  objectiveOver: 'steps' | 'mean_logits';
};
export type BackboneId = keyof typeof backbones;
export const backboneIdSchema = z.enum(['micro_i3d']);
