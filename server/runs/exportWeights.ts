import { type ExportFormat, exportFormats } from '@/domain/exportFormats';
import { safetensorsHead } from '@/domain/formats/safetensorsHead';
import { torchFile } from '@/domain/formats/torchFile';
import { keyFileName } from '@/domain/names/fileName';
import type { Db } from '@/server/db';
import { type OpenWeights, openWeights } from './openWeights';

export type ExportedWeights = {
  fileName: string;
  size: number;
  /** The file in pieces, an array at a time; closes the checkpoint at its end, also where a reader stops half-way. */
  parts: AsyncGenerator<Uint8Array>;
  /** For those who never begin to read. */
  close(): Promise<void>;
};

/**
 * The weights of a run for other programs, in PyTorch's names, shapes and layout: safetensors, or a state dict that `torch.load` reads.
 * Nothing but one array at a time is in memory.
 * @param step of the checkpoint; null: the final one, or the last there is
 * @throws AppError not_found, artifact_corrupt, checkpoint_invalid
 */
export async function exportWeights(
  db: Db,
  { runId, step, format, root }: { runId: string; step: number | null; format: ExportFormat; root: string },
): Promise<ExportedWeights> {
  const weights = await openWeights(db, { runId, step, root });
  const { size, parts } = writers[format](weights);
  return {
    fileName: keyFileName(weights.runKey, `-step${weights.step}.${exportFormats[format].extension}`),
    size,
    parts: closing(weights, parts),
    close: () => weights.file.close(),
  };
}

const writers = {
  torch: ({ arrays }) => torchFile(arrays),
  safetensors: ({ arrays, metadata, runKey, step }) => {
    const { classes = '[]' } = metadata;
    const about = { format: 'pt', run: runKey, step: String(step), classes };
    const shapes = arrays.map(({ name, shape }) => [name, shape] as const);
    const { head, dataBytes } = safetensorsHead(shapes, about);
    return {
      size: head.length + dataBytes,
      async *parts() {
        yield head;
        for (const array of arrays) yield await array.read();
      },
    };
  },
} satisfies Record<ExportFormat, (weights: OpenWeights) => { size: number; parts(): AsyncGenerator<Uint8Array> }>;

async function* closing({ file }: OpenWeights, parts: () => AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* parts();
  } finally {
    await file.close();
  }
}
