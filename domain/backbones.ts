import type { ClipGeometry } from './clipGeometry';
import { idTable } from './idTable';

const imageNetMean = [123.675, 116.28, 103.53] as const;
const imageNetDeviation = [58.395, 57.12, 57.375] as const;

/** Backbones a run can name, with the view they were designed for. The layers are in workers/ml/models. */
export const {
  table: backbones,
  ids: backboneIds,
  schema: backboneIdSchema,
} = idTable({
  micro_i3d: {
    label: 'Micro-I3D',
    description: 'the paper divided by four: 61,800 parameters, 48.6 MFLOP a clip',
    clip: { frames: 8, fps: 8, resize: 64, side: 56, boxSide: 32, aspect: 'keep' },
    normalisation: { mean: [120, 120, 120], std: [60, 60, 60] },
    resampling: 'lanczos_uint8',
    upsampling: 'half_pixel',
    objectiveOver: 'mean_logits',
    forwardFlop: 48.6e6,
    least: { frames: 2, side: 49 },
  },
  resnet50_i3d: {
    label: 'ResNet50-I3D',
    description: 'the backbone of the paper: 32.5 million parameters, 145.7 GFLOP a clip of 64 frames',
    clip: { frames: 64, fps: 8, resize: 256, side: 224, boxSide: 128, aspect: 'keep' },
    normalisation: { mean: imageNetMean, std: imageNetDeviation },
    resampling: 'bilinear_float',
    upsampling: 'align_corners',
    objectiveOver: 'steps',
    forwardFlop: 145.67e9,
    least: { frames: 9, side: 193 },
  },
} as const satisfies Record<string, Backbone>);

export type Backbone = {
  label: string;
  description: string;
  clip: ClipGeometry;
  /** Input is (value - mean) / std, value in 0..255. */
  normalisation: { mean: readonly [number, number, number]; std: readonly [number, number, number] };
  /** How frames are resized by F: Lanczos-3 to whole levels, or bilinear without rounding between F and the network. */
  resampling: 'lanczos_uint8' | 'bilinear_float';
  /** How the logits of T_out steps become logits of T frames (operator U of the frame loss). */
  upsampling: 'half_pixel' | 'align_corners';
  /** Objectives without labels look at the probabilities of every time step, or of the mean over time of the logits. */
  objectiveOver: 'steps' | 'mean_logits';
  /** Floating-point operations of one forward pass over one clip of the geometry above; a multiply-add counts as two. */
  forwardFlop: number;
  /** The smallest clip that reaches the classifier. */
  least: { frames: number; side: number };
};
export type BackboneId = keyof typeof backbones;

/** Why a clip is too small for a backbone, in words for the user; null where it fits. */
export function clipTooSmall(id: BackboneId, { frames, side }: Pick<ClipGeometry, 'frames' | 'side'>): string | null {
  const { label, least } = backbones[id];
  if (frames < least.frames) return `${label} needs at least ${least.frames} frames a clip; this one has ${frames}.`;
  if (side < least.side) return `${label} needs a view of at least ${least.side} px; this one has ${side} px.`;
  return null;
}
