import { writeFile } from 'node:fs/promises';

/** 0 is neutral, 1000 the first of all. */
const offer = '500';

/**
 * Where memory runs out, the kernel is to end this process (and what it starts from now on) before the database and the supervisor.
 * Raising the score needs no privilege; where there is no such file, nothing happens.
 */
export async function offerToOomKiller(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  await writeFile(`/proc/${pid}/oom_score_adj`, offer).catch(() => undefined);
}
