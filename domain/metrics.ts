import { idTable } from './idTable';
/** Where curves run: over the steps of training, at evaluated checkpoints, or over the seconds since the run began. */
export const {
  table: metricSplits,
  ids: metricSplitIds,
  schema: metricSplitSchema,
} = idTable({
  train: { label: 'training' },
  test: { label: 'test' },
  system: { label: 'system' },
});

type Metric = {
  label: string;
  unit: string;
  better: 'lower' | 'higher' | null;
  description: string;
  /** Where it is written. */
  split: MetricSplit;
  /** Stored as a share of one, shown as percent. */
  share?: true;
  /** Differs from step to step by chance: its curve can be smoothed. */
  noisy?: true;
  /** Falls over orders of magnitude: its curve can be drawn on a logarithmic scale. */
  logarithmic?: true;
};

/** What training, evaluation and worker measure. A line here is all that form, tables and tabs need to show it. */
export const { table: metricKeys, ids: metricIds } = idTable({
  loss: {
    ...{ label: 'Loss', unit: '', better: 'lower', split: 'train', noisy: true, logarithmic: true },
    description: 'video + frame loss, mean over the batch',
  },
  learning_rate: { label: 'Learning rate', unit: '', better: null, split: 'train', description: 'SGD step size' },
  loss_video: {
    ...{ label: 'Video loss', unit: '', better: 'lower', split: 'train', noisy: true, logarithmic: true },
    description: 'mean BCE of the clip label, eq. (1)',
  },
  loss_frame: {
    ...{ label: 'Frame loss', unit: '', better: 'lower', split: 'train', noisy: true, logarithmic: true },
    description: 'mean BCE of the frame labels, eq. (2)',
  },
  step_ms: {
    ...{ label: 'Step time', unit: 'ms', better: 'lower', split: 'train', noisy: true },
    description: 'wall time of one optimiser step',
  },
  engine_busy: {
    ...{ label: 'Engine busy', unit: '%', better: 'higher', split: 'train', share: true, noisy: true },
    description: 'time inside the engine, of the wall time of training; the rest is input and bookkeeping',
  },
  data_wait_ms: {
    ...{ label: 'Data wait', unit: 'ms', better: 'lower', split: 'train', noisy: true },
    description: 'wait for frames, views and crops, mean of an optimiser step',
  },
  no_saliency: {
    ...{ label: 'Clips without saliency', unit: '%', better: 'lower', split: 'train', share: true, noisy: true },
    description: 'training clips whose saliency map singles no place out: the centre crop was used',
  },
  mAP: {
    ...{ label: 'mAP', unit: '%', better: 'higher', split: 'test', share: true },
    description: 'mean average precision over classes',
  },
  wAP: {
    ...{ label: 'wAP', unit: '%', better: 'higher', split: 'test', share: true },
    description: 'average precision weighted by positives',
  },
  box_hit_rate: {
    ...{ label: 'Box hit rate', unit: '%', better: 'higher', split: 'test', share: true },
    description: 'boxes that hold the centre of an active object',
  },
  cpu_percent: {
    ...{ label: 'CPU', unit: '%', better: null, split: 'system' },
    description: 'CPU time of the run process, 100 = one core',
  },
  memory_mib: {
    ...{ label: 'Memory', unit: 'MiB', better: null, split: 'system' },
    description: 'resident memory of the run process',
  },
  gpu_percent: {
    ...{ label: 'GPU', unit: '%', better: null, split: 'system' },
    description: 'utilisation of the GPU of the run',
  },
  gpu_memory_mib: {
    ...{ label: 'GPU memory', unit: 'MiB', better: null, split: 'system' },
    description: 'memory in use on the GPU of the run',
  },
} satisfies Record<string, Metric>);
export type MetricKey = keyof typeof metricKeys;

/** train: per optimiser step; test: at the step of the evaluated checkpoint; system: step = seconds since the run began. */
export type MetricSplit = keyof typeof metricSplits;

/** One point of a curve. NaN and +-Infinity are kept: a diverged run must be visible. */
export type MetricPoint = { key: MetricKey; split: MetricSplit; step: number; epoch: number; value: number };

/** A metric as plain data; undefined for keys that nobody described. */
export function metricOf(key: string): Metric | undefined {
  return Object.hasOwn(metricKeys, key) ? metricKeys[key as MetricKey] : undefined;
}

/** Its place in the order of the list; unknown ones come last. */
export function metricPlace(key: string): number {
  const index = metricIds.indexOf(key as MetricKey);
  return index === -1 ? metricIds.length : index;
}
