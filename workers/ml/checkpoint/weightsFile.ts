import { type BackboneId, backboneIdSchema } from '@/domain/backbones';
import { AppError } from '@/domain/errors';
import { layoutSafetensors, type SafetensorsLayout } from '@/domain/formats/layoutSafetensors';
import { decodeSafetensors } from '@/domain/formats/safetensors';
import type { StateDict } from '@/workers/ml/models/stateDict';

/** Weights from elsewhere, in the names and shapes of `stateShapes`. */
export type WeightsFile = {
  backbone: BackboneId;
  /** Classes of the head; null: `fc.weight` and `fc.bias` are not in `model`, the head is drawn anew. */
  classes: number | null;
  /** Name of the file they came from, for people. */
  source: string;
  model: StateDict;
};

const format = 'fovea-weights-1';

/** An empty weights file, to be filled array by array: importing then needs little more memory than the result. */
export function layoutWeightsFile({
  shapes,
  ...about
}: Omit<WeightsFile, 'model'> & { shapes: ReadonlyMap<string, readonly number[]> }): SafetensorsLayout {
  const { backbone, classes, source } = about;
  return layoutSafetensors(shapes, { format, backbone, classes: classes === null ? '' : String(classes), source });
}

/** A safetensors file with plain state names, which other programs read too. */
export function encodeWeightsFile({ model, ...about }: WeightsFile): Uint8Array<ArrayBuffer> {
  const shapes = new Map([...model].map(([name, { shape }]) => [name, shape] as const));
  const { bytes, views } = layoutWeightsFile({ ...about, shapes });
  for (const [name, { data }] of model) views.get(name)?.set(data);
  return bytes;
}

/**
 * Read what `encodeWeightsFile` writes. The arrays are not compared with the network here: `checkStateDict` does that.
 * @throws AppError('checkpoint_invalid') where the bytes are no weights file
 */
export function decodeWeightsFile(bytes: Uint8Array): WeightsFile {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const backbone = backboneIdSchema.safeParse(metadata.backbone);
  const head = tensors.get('fc.weight')?.shape[0] ?? null;
  if (metadata.format !== format || !backbone.success || metadata.classes !== (head === null ? '' : String(head))) {
    throw new AppError('checkpoint_invalid', 'The file is safetensors, but not imported weights. Import it first.');
  }
  const model: StateDict = new Map([...tensors].map(([name, { shape, data }]) => [name, { shape: [...shape], data }]));
  return { backbone: backbone.data, classes: head, source: metadata.source ?? '', model };
}
