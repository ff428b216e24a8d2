import type { Db } from '@/server/db';

export type CheckpointItem = {
  id: string;
  step: number;
  epoch: number;
  final: boolean;
  createdAt: Date;
  artifact: { id: string; sha256: string; sizeBytes: number };
};

/** Checkpoints of a run, the last step first. */
export async function listCheckpoints(db: Db, runId: string): Promise<CheckpointItem[]> {
  const checkpoints = await db.checkpoint.findMany({
    where: { runId },
    orderBy: { step: 'desc' },
    select: {
      id: true,
      step: true,
      epoch: true,
      final: true,
      createdAt: true,
      artifact: { select: { id: true, sha256: true, size: true } },
    },
  });
  return checkpoints.map(({ artifact: { size, ...artifact }, ...checkpoint }) => ({
    ...checkpoint,
    artifact: { ...artifact, sizeBytes: Number(size) },
  }));
}
