import { backbones } from '@/domain/backbones';
import type { ConfigValue } from '@/domain/flattenConfig';
import { fusions } from '@/domain/fusions';
import { objectives } from '@/domain/objectives';
import { cropSources, secondViews } from '@/domain/secondViews';
import { variants } from '@/domain/variants';

const labels: Record<string, string> = {
  variant: 'Row of Table 2',
  experiment: 'Experiment',
  dataset: 'Dataset',
  backbone: 'Backbone',
  seed: 'Seed',
  evaluations: 'Evaluations',
  shuffleLabels: 'Shuffled labels',
  'clip.frames': 'Frames',
  'clip.fps': 'Frame rate',
  'clip.resize': 'Resize',
  'clip.side': 'View',
  'clip.boxSide': 'Box',
  'clip.aspect': 'Aspect',
  'recipe.epochs': 'Epochs',
  'recipe.batchSize': 'Batch size',
  'recipe.accumulate': 'Parts of a batch',
  'recipe.learningRate': 'Learning rate',
  'recipe.warmupSteps': 'Warm-up',
  'recipe.decays': 'Decays',
  'recipe.momentum': 'Momentum',
  'recipe.weightDecay': 'Weight decay',
  'recipe.dropout': 'Dropout',
  'recipe.loss': 'Loss',
  'recipe.batchNorm': 'Batch norm',
  'recipe.decayOn': 'Weight decay on',
  'training.secondView': 'Second view',
  'training.cropSource': 'Crop source',
  'training.fusion': 'Fusion',
  'training.objective': 'Training objective',
  'method.labelFree': 'Label-free objective',
  'method.saliencyFrom': 'Saliency from',
  'protocol.split': 'Split',
  'protocol.clips': 'Clips a video',
  'protocol.spatialCrop': 'Spatial crop',
  'protocol.pooling': 'Pooling',
  galleryMiB: 'Gallery, at most',
  'limit.train': 'Training videos at most',
  'limit.test': 'Test videos at most',
};

const units: Record<string, string> = {
  'clip.fps': 'fps',
  'clip.resize': 'px',
  'clip.side': 'px',
  'clip.boxSide': 'px',
  'recipe.warmupSteps': 'steps',
  galleryMiB: 'MiB',
};

const names: Record<string, Record<string, { label: string }>> = {
  variant: variants,
  backbone: backbones,
  'training.secondView': secondViews,
  'training.cropSource': cropSources,
  'training.fusion': fusions,
  'training.objective': objectives,
  'method.labelFree': objectives,
  'method.saliencyFrom': { base: { label: 'the base, fixed' }, tuned: { label: 'the network being tuned' } },
  'recipe.loss': { sum: { label: 'video + frame loss' }, row_mean: { label: 'mean over frame and video rows' } },
};

/** What a key of a config is called, e.g. `Learning rate`; a key that nobody described keeps its path. */
export function configLabel(path: string): string {
  return labels[path] ?? path;
}

/** A value of a config as a person reads it: ids by their name, numbers with their unit; a dash where there is none. */
export function configText(path: string, value: ConfigValue | undefined): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (path === 'evaluations') return evaluationsText(String(value));
  if (path === 'recipe.decays') return String(value).replace(/at ([\d.]+), factor/g, 'at $1 ×');
  const name = Object.entries(names[path] ?? {}).find(([id]) => id === value)?.[1].label;
  const unit = units[path];
  return name ?? (unit === undefined ? String(value) : `${value} ${unit}`);
}

/** `variant base; variant attention_e_e, objective entropy` by the labels of the rows. */
function evaluationsText(text: string): string {
  return text
    .split('; ')
    .map((part) => {
      const id = /^variant (\w+)/.exec(part)?.[1] ?? part;
      return Object.entries(variants).find(([variant]) => variant === id)?.[1].label ?? id;
    })
    .join(', ');
}
