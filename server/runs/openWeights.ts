import type { FileHandle } from 'node:fs/promises';
import { AppError } from '@/domain/errors';
import { parseSafetensorsHeader, safetensorsDataStart } from '@/domain/formats/safetensorsHeader';
import { openArtifact } from '@/server/artifacts/openArtifact';
import type { Db } from '@/server/db';

/** An array of the network in a checkpoint that is open; `read` gives its bytes, little-endian float32. */
export type StoredArray = { name: string; shape: number[]; read(): Promise<Uint8Array> };
export type OpenWeights = {
  runKey: string;
  step: number;
  metadata: Readonly<Record<string, string>>;
  arrays: StoredArray[];
  file: FileHandle;
};

const modelPrefix = 'model.';

/**
 * Opens the network within a checkpoint of a run, without the momentum of its optimizer; whoever opened it closes `file`.
 * @param step of the checkpoint; null: the final one, or the last there is
 * @throws AppError not_found, artifact_corrupt, checkpoint_invalid
 */
export async function openWeights(
  db: Db,
  { runId, step, root }: { runId: string; step: number | null; root: string },
): Promise<OpenWeights> {
  const checkpoint = await db.checkpoint.findFirst({
    where: { runId, ...(step === null ? {} : { step }) },
    orderBy: [{ final: 'desc' }, { step: 'desc' }],
    select: { step: true, artifactId: true, run: { select: { key: true } } },
  });
  if (!checkpoint) throw new AppError('not_found', 'This run has no such checkpoint. Choose one of its list.');
  const { file, size } = await openArtifact(db, { id: checkpoint.artifactId, root });
  try {
    const { header, dataStart } = await readHeader(file, size);
    const arrays = [...header.entries].flatMap(([name, { shape, start, end, dtype }]) =>
      name.startsWith(modelPrefix) && dtype === 'F32'
        ? [
            {
              name: name.slice(modelPrefix.length),
              shape,
              read: () => readRange(file, dataStart + start, end - start),
            },
          ]
        : [],
    );
    return { runKey: checkpoint.run.key, step: checkpoint.step, metadata: header.metadata, arrays, file };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readHeader(file: FileHandle, size: number) {
  const dataStart = safetensorsDataStart(await readRange(file, 0, 8), { fileBytes: size });
  const header = parseSafetensorsHeader(await readRange(file, 8, dataStart - 8), { dataBytes: size - dataStart });
  return { header, dataStart };
}

async function readRange(file: FileHandle, position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw cutOff();
    done += bytesRead;
  }
  return bytes;
}

function cutOff(): AppError {
  return new AppError('checkpoint_invalid', 'The checkpoint is cut off. Retry the run from an earlier one.');
}
