import type { z } from 'zod';
import { taskInputSchemas } from '@/domain/taskInputs';
import type { ImportKind } from '@/domain/tasks';
import type { Db } from '@/server/db';

export type NewImport = {
  [Kind in ImportKind]: { kind: Kind; title: string; input: z.input<(typeof taskInputSchemas)[Kind]> };
}[ImportKind];

/** Queues an import. @returns its id @throws ZodError where the input does not fit the kind */
export async function createImport(db: Db, { kind, title, input }: NewImport): Promise<string> {
  const { id } = await db.task.create({
    data: { kind, title, input: taskInputSchemas[kind].parse(input) },
    select: { id: true },
  });
  return id;
}
