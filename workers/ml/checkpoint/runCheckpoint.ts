import { z } from 'zod';
import { AppError } from '@/domain/errors';
import type { NamedTensor } from '@/domain/formats/namedTensor';
import { decodeSafetensors, encodeSafetensors } from '@/domain/formats/safetensors';
import { type RunConfig, runConfigSchema } from '@/domain/runConfig';

/** Everything an exact resume needs: all randomness is a function of seed and step, so step and tensors are enough. */
export type RunCheckpoint = {
  /** Optimiser steps taken. */
  step: number;
  epoch: number;
  config: RunConfig;
  /** Weights and running statistics. */
  model: Map<string, NamedTensor>;
  /** Momentum buffers; empty in a final checkpoint. */
  momentum: Map<string, NamedTensor>;
  classes: string[];
  provenance: { commit: string; engine: string; threads: string };
};

const modelPrefix = 'model.';
const momentumPrefix = 'momentum.';

export function encodeRunCheckpoint(checkpoint: RunCheckpoint): Uint8Array {
  const tensors = new Map<string, NamedTensor>();
  for (const [name, tensor] of checkpoint.model) tensors.set(modelPrefix + name, tensor);
  for (const [name, tensor] of checkpoint.momentum) tensors.set(momentumPrefix + name, tensor);
  const metadata = {
    format: 'fovea-run-1',
    step: String(checkpoint.step),
    epoch: String(checkpoint.epoch),
    config: JSON.stringify(checkpoint.config),
    classes: JSON.stringify(checkpoint.classes),
    ...checkpoint.provenance,
  };
  return encodeSafetensors({ tensors, metadata });
}

/** @throws AppError('checkpoint_invalid') where the bytes are no checkpoint of a run */
export function decodeRunCheckpoint(bytes: Uint8Array): RunCheckpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { format, step, epoch, config, classes, commit = '', engine = '', threads = '' } = metadata;
  if (format !== 'fovea-run-1' || step === undefined || epoch === undefined || !config || !classes) {
    throw new AppError('checkpoint_invalid', 'The file is safetensors, but not a checkpoint of a run.');
  }
  const pick = (prefix: string) =>
    new Map(
      [...tensors].flatMap(([name, t]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), t] as const] : [])),
    );
  return {
    step: Number(step),
    epoch: Number(epoch),
    config: fromJson(runConfigSchema, config),
    model: pick(modelPrefix),
    momentum: pick(momentumPrefix),
    classes: fromJson(z.array(z.string()), classes),
    provenance: { commit, engine, threads },
  };
}

function fromJson<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const message =
      'The checkpoint says what it is in words that cannot be read: it is damaged, or another version wrote it. Retry the run from the start.';
    throw new AppError('checkpoint_invalid', message, { cause });
  }
}
