import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { isDamaged } from '@/server/runs/storedConfig';
import { withTrain } from '@/server/runs/trainState';
import { estimateDurations } from './estimateDurations';
import { estimateStarts } from './estimateStarts';
import { readCapacity } from './readCapacity';

const runSelect = {
  id: true,
  name: true,
  config: true,
  experiment: { select: { id: true, name: true } },
  baseRun: {
    select: {
      id: true,
      name: true,
      train: {
        select: {
          status: true,
          progress: true,
          attempts: { where: { endedAt: null }, select: { stillSince: true } },
        },
      },
    },
  },
} as const satisfies Prisma.RunSelect;
const queueSelect = {
  id: true,
  kind: true,
  status: true,
  statusMessage: true,
  createdAt: true,
  run: { select: runSelect },
} as const satisfies Prisma.TaskSelect;

type TaskRow = Prisma.TaskGetPayload<{ select: typeof queueSelect }>;
type RunRow = Prisma.RunGetPayload<{ select: typeof runSelect }>;

export type QueueItem = Omit<TaskRow, 'run'> & {
  /** The run that it works on. */
  run: Pick<RunRow, 'id' | 'name' | 'experiment'>;
  baseRun: (Omit<NonNullable<RunRow['baseRun']>, 'train'> & NonNullable<RunRow['baseRun']>['train']) | null;
  /** Its config cannot be read: it will fail when it is taken. */
  damaged: boolean;
  /** Expected length and wait in seconds; null where nothing is known yet. */
  durationSeconds: number | null;
  startsInSeconds: number | null;
};
/** The head of the queue in order, and how much waits in all. */
export type Queue = { items: QueueItem[]; total: number };

const shown = 200;
const never = Number.POSITIVE_INFINITY;

/** Work on runs that waits for a slot or for a base, in the order in which it will be claimed. */
export async function listQueue(db: Db): Promise<Queue> {
  const where: Prisma.TaskWhereInput = {
    status: { in: ['QUEUED', 'BLOCKED'] },
    run: { deletedAt: null, experiment: { deletedAt: null } },
  };
  const [rows, total, capacity] = await Promise.all([
    db.task.findMany({
      where,
      orderBy: [{ queuePosition: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
      take: shown,
      select: queueSelect,
    }),
    db.task.count({ where }),
    readCapacity(db),
  ]);
  const tasks = rows.flatMap(({ run, ...task }) => (run ? [{ ...task, of: run }] : []));
  const durations = await estimateDurations(
    db,
    tasks.flatMap(({ kind, id }) => (kind === 'train' ? [id] : [])),
  );
  const waiting = new Set(tasks.map(({ id }) => id));
  const comes = (id: string) => waiting.has(id) || capacity.finishes.has(id);
  const starts = estimateStarts({
    slots: capacity.slots,
    queue: tasks.map(({ id, of }) => ({
      id,
      seconds: durations.get(id) ?? null,
      baseRunId: of.baseRun?.id ?? null,
    })),
    finishes: new Map([
      ...tasks.flatMap(({ of: { baseRun } }) =>
        baseRun && baseRun.train.status !== 'SUCCEEDED' && !comes(baseRun.id) ? [[baseRun.id, never] as const] : [],
      ),
      ...capacity.finishes,
    ]),
  });
  return { items: tasks.map((task) => itemOf(task, durations, starts)), total };
}

type Seconds = ReadonlyMap<string, number | null>;

function itemOf(
  { of, ...task }: Omit<TaskRow, 'run'> & { of: RunRow },
  durations: Seconds,
  starts: Seconds,
): QueueItem {
  const { baseRun, config, ...run } = of;
  return {
    ...task,
    run,
    baseRun: baseRun && withTrain(baseRun),
    damaged: isDamaged({ config }),
    durationSeconds: durations.get(task.id) ?? null,
    startsInSeconds: starts.get(task.id) ?? null,
  };
}
