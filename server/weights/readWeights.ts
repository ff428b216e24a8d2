import { AppError } from '@/domain/errors';
import { readStored } from '@/domain/stored';
import { type ImportWeightsInput, importWeightsInputSchema } from '@/domain/taskInputs';
import { type WeightsReport, weightsReportSchema } from '@/domain/weightsReport';
import type { Db } from '@/server/db';
import { type ImportTask, readImportTask } from '@/server/tasks/readImportTask';
import { type WeightsFacts, weightsFactsSelect } from './weightsFacts';

/** `runs`: the newest that start from them. */
export type StoredWeights = WeightsFacts & {
  runs: { id: string; name: string; experiment: { id: string; name: string } }[];
};

export type WeightsDetail = {
  id: string;
  /** The import; null where it has been forgotten. */
  task:
    | (Omit<ImportTask, 'kind' | 'input' | 'result'> & {
        /** Null where the row is damaged. */
        input: ImportWeightsInput | null;
      })
    | null;
  /** Null while they are read, and where they were refused. */
  weights: StoredWeights | null;
  /** Where every array of the file went; null while it is read. */
  report: WeightsReport | null;
};

const mostRuns = 50;

/** Imported weights with the report of their import, or the import that is under way; both have one id. @throws AppError not_found */
export async function readWeights(db: Db, id: string): Promise<WeightsDetail> {
  const [row, task] = await Promise.all([
    db.weights.findUnique({
      where: { id },
      select: {
        ...weightsFactsSelect,
        deletedAt: true,
        report: true,
        runs: {
          where: { deletedAt: null, experiment: { deletedAt: null } },
          orderBy: { createdAt: 'desc' },
          take: mostRuns,
          select: { id: true, name: true, experiment: { select: { id: true, name: true } } },
        },
      },
    }),
    readImportTask(db, { id, kind: 'import_weights' }).catch(() => null),
  ]);
  if (row?.deletedAt || (!row && !task)) {
    throw new AppError('not_found', 'These weights do not exist any more. Import them again.');
  }
  const report = readStored(weightsReportSchema, row?.report ?? task?.result);
  return { id, task: task && detailOf(task), weights: row && storedOf(row), report };
}

function detailOf({ kind: _kind, input, result: _result, ...task }: ImportTask): WeightsDetail['task'] {
  return { ...task, input: readStored(importWeightsInputSchema, input) };
}

function storedOf<Row extends { artifact: { size: bigint }; deletedAt: unknown; report: unknown }>(row: Row) {
  const { artifact, deletedAt: _deletedAt, report: _report, ...weights } = row;
  return { ...weights, size: Number(artifact.size) };
}
