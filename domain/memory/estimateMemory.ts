import { evaluationBatch } from '@/domain/evaluationBatch';
import { objectives } from '@/domain/objectives';
import type { RunConfig } from '@/domain/runConfig';
import { cpuMemory, gpuMemory, type MemoryConstants } from './memoryConstants';
import { type NetworkVolumes, networkVolumes } from './networkVolumes';

/** What memory depends on. */
export type MemorySetting = Pick<RunConfig, 'backbone' | 'clip' | 'recipe' | 'training' | 'method' | 'evaluations'>;

/** Memory of a run at its peak [bytes]. */
export type MemoryEstimate = {
  /** In the host: resident memory of the run process. */
  host: number;
  /** On the GPU, computed and not measured; null on the CPU, where tensors lie in the host. */
  device: number | null;
  /** When the peak is. */
  peak: 'training' | 'saliency' | 'evaluation';
};

const valueBytes = 4;
const mebibyte = 2 ** 20;

/**
 * Peak memory of a run from its config alone: weights with their momentum and gradients, activations kept for the backward pass of
 * one part of a batch (`recipe.accumulate`), those of the saliency pass, and the largest that a forward pass needs. A concatenated
 * clip is twice as long. Sizes follow from the layers; how many copies of them are alive at a time is measured (`cpuMemory`).
 */
export function estimateMemory(
  setting: MemorySetting,
  device: 'cpu' | 'gpu',
  constants: MemoryConstants = cpuMemory,
): MemoryEstimate {
  const { backbone, clip, recipe, training } = setting;
  const of = (frames: number) => networkVolumes(backbone, { frames, side: clip.side });
  const own = of(clip.frames);
  const concatenated = training.secondView !== 'none' && training.fusion === 'temporal_concat';
  const trained = concatenated ? of(2 * clip.frames) : own;
  const part = recipe.epochs > 0 ? recipe.batchSize / recipe.accumulate : 0;
  const tested = evaluationBatch(clip);
  const saliencyOf = (clips: number, asked: boolean, tuned: boolean) =>
    asked ? clips * (tuned ? constants.keptInTunedSaliency : constants.keptInSaliency) * kept(own) : 0;
  const tunedInTraining = setting.method.saliencyFrom === 'tuned';
  const needs = {
    training: part * constants.keptInTraining * kept(trained),
    saliency: Math.max(
      saliencyOf(part, needsGradient(training.objective), tunedInTraining),
      // By the time of the evaluations the tuned network is frozen, too.
      saliencyOf(
        tested,
        setting.evaluations.some(({ objective }) => needsGradient(objective)),
        false,
      ),
    ),
    evaluation: tested * constants.aliveInForward * trained.largest,
  };
  const peak = (Object.keys(needs) as (keyof typeof needs)[]).reduce((a, b) => (needs[b] > needs[a] ? b : a));
  // V_in; the second view; both one after the other.
  const copies = 1 + Number(training.secondView !== 'none') + 2 * Number(concatenated);
  const views = Math.max(part, tested) * copies * own.input;
  const frozenNetworks = 1 + Number(training.secondView !== 'none');
  const tensors = needs[peak];
  if (device === 'cpu') {
    const weights = constants.trainedCopies + frozenNetworks * constants.frozenCopies;
    const values = tensors + weights * own.parameters + constants.viewCopies * views;
    return { host: constants.processMiB * mebibyte + valueBytes * values, device: null, peak };
  }
  const weights = gpuMemory.trainedCopies + frozenNetworks * gpuMemory.frozenCopies;
  const onDevice = tensors + weights * own.parameters + views + gpuMemory.workspace * part * trained.largest;
  const inHost = gpuMemory.hostCopies * own.parameters + constants.viewCopies * views;
  return {
    host: gpuMemory.processMiB * mebibyte + valueBytes * inHost,
    device: gpuMemory.contextMiB * mebibyte + gpuMemory.holes * valueBytes * onDevice,
    peak,
  };
}

function kept({ convolved, between }: NetworkVolumes): number {
  return convolved + between;
}

/** Grad-CAM stops at the last stage: next to nothing is kept. */
function needsGradient(objective: MemorySetting['training']['objective']): boolean {
  return objective !== null && objectives[objective].map === 'input_gradient';
}
