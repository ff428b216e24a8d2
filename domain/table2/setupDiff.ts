import { backbones } from '@/domain/backbones';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { objectives } from '@/domain/objectives';
import type { Recipe } from '@/domain/recipes';
import type { SplitSizes } from '@/domain/runCost';

/** One thing of the set-up as the paper has it and as it is here. `paper: null`: the paper does not say, so nothing can differ. */
export type SetupLine = { topic: string; label: string; paper: string | null; here: string; same: boolean | null };

/** Sections 3 to 5 of the paper ("Focused Attention for Action Recognition", BMVC 2019), T = 64, as its Table 2 was made. */
const paper = {
  data: { dataset: 'Charades', train: '7,985 videos', test: '1,863 videos' },
  network: { backbone: 'ResNet50-I3D', start: 'Kinetics weights' },
  clip: {
    ...{ frames: '64', fps: '8 fps', resize: '256 px', aspect: 'square (256 × 256)' },
    ...{ side: '224 px', boxSide: '128 px', share: '32.7 %' },
  },
  training: { loss: 'L_video + L_frame', batchNorm: 'tuned' },
  base: { epochs: '50', batchSize: '12', learningRate: '0.375', decays: '× 0.1 at 30 %, × 0.1 at 80 %' },
  ablation: { epochs: '25', batchSize: '8', learningRate: '0.02', decays: '× 0.1 at 60 %' },
  evaluation: { clips: '10', crop: 'centre', pooling: 'max', split: 'test', seeds: '1' },
} as const;

/**
 * The set-up of an experiment beside the paper's, line by line in the order in which section 5 tells it.
 * @param sizes videos of the dataset; null where it is not registered any more
 * @param weightsName name of the imported weights that Base starts from; null where there are none, or they are gone
 */
export function setupDiff(
  spec: ExperimentSpec,
  sizes: { name: string; trainVideos: number; testVideos: number } | null,
  weightsName: string | null = null,
): SetupLine[] {
  const { clip, protocol, limit, seeds, base, method } = spec;
  const counts = sizes ? limited({ train: sizes.trainVideos, test: sizes.testVideos }, limit) : null;
  const share = `${((clip.boxSide / clip.side) ** 2 * 100).toFixed(1)} %`;
  return [
    line('Data', 'Dataset', paper.data.dataset, sizes?.name ?? spec.dataset),
    line('Data', 'Training', paper.data.train, videos(counts?.train)),
    line('Data', 'Test', paper.data.test, videos(counts?.test)),
    line(
      'Data',
      'Training labels',
      'as annotated',
      spec.shuffleLabels ? 'permuted over the videos (control)' : 'as annotated',
    ),
    line('Network', 'Backbone', paper.network.backbone, backbones[spec.backbone].label),
    startLine(spec, weightsName),
    line('Clip', 'Frames T', paper.clip.frames, String(clip.frames)),
    line('Clip', 'Frame rate', paper.clip.fps, `${clip.fps} fps`),
    line(
      'Clip',
      clip.aspect === 'square' ? 'Resized to' : 'Shorter side resized to',
      paper.clip.resize,
      `${clip.resize} px`,
    ),
    line(
      'Clip',
      'Aspect ratio',
      paper.clip.aspect,
      clip.aspect === 'square' ? `square (${clip.resize} × ${clip.resize})` : 'kept',
    ),
    line('Clip', 'View (crop)', paper.clip.side, `${clip.side} px`),
    line('Clip', 'Focused box', paper.clip.boxSide, `${clip.boxSide} px`),
    line('Clip', 'Box, share of the view', paper.clip.share, share),
    line('Saliency', 'L_E', objectives.entropy.description, objectives[method.labelFree].description),
    line(
      'Saliency',
      'Network of the gradient',
      null,
      method.saliencyFrom === 'base'
        ? 'the base as it was trained, fixed'
        : 'the network that is being tuned, in eval mode',
    ),
    ...(base.kind === 'train' ? recipeLines('Training of Base', paper.base, spec.baseRecipe) : []),
    ...recipeLines('Training of the other rows', paper.ablation, spec.ablationRecipe),
    line('Evaluation', 'Clips a video', paper.evaluation.clips, String(protocol.clips)),
    line(
      'Evaluation',
      'Crop',
      paper.evaluation.crop,
      protocol.spatialCrop === 'center' ? 'centre' : protocol.spatialCrop,
    ),
    line('Evaluation', 'Pooling over clips', paper.evaluation.pooling, protocol.pooling),
    line('Evaluation', 'Split', paper.evaluation.split, protocol.split),
    line('Evaluation', 'Seeds', paper.evaluation.seeds, String(seeds.length)),
  ];
}

function recipeLines(
  topic: string,
  theirs: { epochs: string; batchSize: string; learningRate: string; decays: string },
  recipe: Recipe,
): SetupLine[] {
  return [
    line(topic, 'Epochs', theirs.epochs, String(recipe.epochs)),
    line(topic, 'Batch', theirs.batchSize, String(recipe.batchSize)),
    line(topic, 'Batch computed in', null, parts(recipe)),
    line(topic, 'Learning rate', theirs.learningRate, String(recipe.learningRate)),
    line(topic, 'Decay', theirs.decays, decays(recipe)),
    line(topic, 'Warm-up', 'none', recipe.warmupSteps === 0 ? 'none' : `${recipe.warmupSteps} steps`),
    line(
      topic,
      'Loss',
      paper.training.loss,
      recipe.loss === 'sum' ? paper.training.loss : 'one mean over T frame rows and 1 video row',
    ),
    line(
      topic,
      'Batch norm',
      paper.training.batchNorm,
      recipe.batchNorm === 'tuned' ? paper.training.batchNorm : 'running statistics frozen',
    ),
    line(topic, 'Momentum', null, String(recipe.momentum)),
    line(topic, 'Weight decay', null, String(recipe.weightDecay)),
    line(topic, 'Weight decay on', null, recipe.decayOn === 'all' ? 'all parameters' : 'convolutions and classifier'),
    line(topic, 'Dropout', null, String(recipe.dropout)),
  ];
}

/** Weights from elsewhere are shown by their name; whether they are those of the paper cannot be told from here. */
function startLine({ base }: ExperimentSpec, weightsName: string | null): SetupLine {
  const [topic, label] = ['Network', 'Weights of Base before training'];
  if (base.kind === 'reuse') return line(topic, label, paper.network.start, 'a finished base run');
  if (base.weightsId === null) return line(topic, label, paper.network.start, 'random');
  const here = `imported: ${weightsName ?? 'weights that are gone'}${base.kind === 'weights' ? ', not trained here' : ''}`;
  return { ...line(topic, label, paper.network.start, here), same: null };
}

function parts({ batchSize, accumulate }: Recipe): string {
  if (accumulate === 1) return '1 part';
  return `${accumulate} parts of ${batchSize / accumulate}; batch norm sees one part at a time`;
}

function line(topic: string, label: string, theirs: string | null, here: string): SetupLine {
  return { topic, label, paper: theirs, here, same: theirs === null ? null : theirs === here };
}

function decays({ decays: list }: Recipe): string {
  const percent = (at: number) => `${Number((at * 100).toFixed(1))} %`;
  return list.length === 0 ? 'none' : list.map(({ at, factor }) => `× ${factor} at ${percent(at)}`).join(', ');
}

function limited(sizes: SplitSizes, limit: SplitSizes | null): SplitSizes {
  if (limit === null) return sizes;
  return { train: Math.min(sizes.train, limit.train), test: Math.min(sizes.test, limit.test) };
}

function videos(count: number | undefined): string {
  return count === undefined ? 'unknown' : `${count.toLocaleString('en')} videos`;
}
