/** Metric keys that training and evaluation write: label, unit and which direction is better. */
export const metricKeys = {
  loss: { label: 'Loss', unit: '', better: 'lower', description: 'video + frame loss, mean over the batch' },
  loss_video: { label: 'Video loss', unit: '', better: 'lower', description: 'mean BCE of the clip label, eq. (1)' },
  loss_frame: { label: 'Frame loss', unit: '', better: 'lower', description: 'mean BCE of the frame labels, eq. (2)' },
  learning_rate: { label: 'Learning rate', unit: '', better: null, description: 'SGD step size' },
  step_ms: { label: 'Step time', unit: 'ms', better: 'lower', description: 'wall time of one optimiser step' },
  engine_busy: {
    label: 'Engine busy',
    unit: '%',
    better: 'higher',
    description: 'time inside the engine, of the wall time of training; the rest is input and bookkeeping',
  },
  data_wait_ms: {
    label: 'Data wait',
    unit: 'ms',
    better: 'lower',
    description: 'wait for frames, views and crops, mean of an optimiser step',
  },
  no_saliency: {
    label: 'Clips without saliency',
    unit: '%',
    better: 'lower',
    description: 'training clips whose saliency map singles no place out: the centre crop was used',
  },
  mAP: { label: 'mAP', unit: '%', better: 'higher', description: 'mean average precision over classes' },
  wAP: { label: 'wAP', unit: '%', better: 'higher', description: 'average precision weighted by positives' },
  box_hit_rate: {
    label: 'Box hit rate',
    unit: '%',
    better: 'higher',
    description: 'boxes that hold the centre of an active object',
  },
  cpu_percent: { label: 'CPU', unit: '%', better: null, description: 'CPU time of the run process, 100 = one core' },
  memory_mib: { label: 'Memory', unit: 'MiB', better: null, description: 'resident memory of the run process' },
  gpu_percent: { label: 'GPU', unit: '%', better: null, description: 'utilisation of the GPU of the run' },
  gpu_memory_mib: {
    label: 'GPU memory',
    unit: 'MiB',
    better: null,
    description: 'memory in use on the GPU of the run',
  },
} as const satisfies Record<
  string,
  { label: string; unit: string; better: 'lower' | 'higher' | null; description: string }
>;
export type MetricKey = keyof typeof metricKeys;

/** train: per optimiser step; test: at the step of the evaluated checkpoint; system: step = seconds since the run began. */
export type MetricSplit = 'train' | 'test' | 'system';

/** One point of a curve. NaN and +-Infinity are kept: a diverged run must be visible. */
export type MetricPoint = { key: MetricKey; split: MetricSplit; step: number; epoch: number; value: number };
