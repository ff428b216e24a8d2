import type { Prisma } from '@/prisma/generated/client';

/** How the training of a run stands, which is how the run stands. */
export const trainSelect = {
  status: true,
  statusCode: true,
  statusMessage: true,
  phase: true,
  phaseDone: true,
  phaseTotal: true,
  phaseRate: true,
  step: true,
  totalSteps: true,
  progress: true,
  etaSeconds: true,
  startedAt: true,
  finishedAt: true,
} as const satisfies Prisma.TaskSelect;

/** A run with what its training says, in one object. */
export function withTrain<Run extends { train: object }>({ train, ...run }: Run): Omit<Run, 'train'> & Run['train'] {
  return { ...train, ...run };
}
