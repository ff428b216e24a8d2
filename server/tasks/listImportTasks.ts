import type { ImportKind } from '@/domain/tasks';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';

const itemSelect = {
  id: true,
  kind: true,
  title: true,
  status: true,
  phaseDone: true,
  phaseTotal: true,
  etaSeconds: true,
  statusMessage: true,
  createdAt: true,
  finishedAt: true,
} as const satisfies Prisma.TaskSelect;

type Row = Prisma.TaskGetPayload<{ select: typeof itemSelect }>;
export type ImportItem = Omit<Row, 'phaseDone' | 'phaseTotal' | 'statusMessage'> & {
  /** Pieces done of all. */
  done: number;
  total: number;
  message: string | null;
};

const most = 20;

/** The newest imports of a kind. */
export async function listImportTasks(db: Db, kind: ImportKind): Promise<ImportItem[]> {
  const rows = await db.task.findMany({
    where: { kind },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: most,
    select: itemSelect,
  });
  return rows.map(({ phaseDone: done, phaseTotal: total, statusMessage: message, ...facts }) => ({
    ...facts,
    done,
    total,
    message,
  }));
}
