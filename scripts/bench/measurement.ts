import { z } from 'zod';

/** What a program says of one round: milliseconds a step, and its largest resident memory so far. */
export const measurementSchema = z.object({
  wallMs: z.number(),
  cpuMs: z.number(),
  peakMiB: z.number(),
  /** What nvidia-smi says that the process holds of a GPU [MiB]; added by who asked. */
  deviceMiB: z.number().optional(),
});
export type Measurement = z.infer<typeof measurementSchema>;

export const readySchema = z.object({ ready: z.string() });

/** What is measured: one step of a task on a batch of clips. */
export type BenchTask = {
  backbone: 'resnet50_i3d' | 'micro_i3d';
  task: 'forward' | 'saliency' | 'train';
  frames: number;
  side: number;
  batch: number;
  threads: number;
};

/** `ResNet50-I3D, T = 16, 224 px, batch 1, saliency, 2 threads` */
export function taskName({ backbone, task, frames, side, batch, threads }: BenchTask): string {
  const network = backbone === 'resnet50_i3d' ? 'ResNet50-I3D' : 'Micro-I3D';
  return `${network}, T = ${frames}, ${side} px, batch ${batch}, ${task}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
