import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@/domain/errors';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { fusionIds } from '@/domain/fusions';
import { assembleTable2 } from '@/domain/table2/assembleTable2';
import type { Table2 } from '@/domain/table2/table2';
import { workerInfoSchema } from '@/domain/workerInfo';
import { migrate } from '@/prisma/migrate';
import { describeProgress } from '@/scripts/demo/describeProgress';
import { repository } from '@/scripts/setup/paths.mjs';
import { createReport } from '@/scripts/setup/report.mjs';
import { endOfFile } from '@/scripts/start/endOfFile';
import { keepPostgres } from '@/scripts/start/keepPostgres';
import { keepRunning } from '@/scripts/start/keepRunning';
import { prepareBundledData } from '@/scripts/start/prepareBundledData';
import { processEnvironment } from '@/scripts/start/settings';
import { createDb, type Db } from '@/server/db';
import { createExperiment } from '@/server/experiments/createExperiment';
import { readTable } from '@/server/experiments/readTable';
import { startTreeMeter } from './treeMeter';
import type { Score, WholeJob } from './wholeJob';

const pollMs = 2000;
const workerPatienceMs = 120_000;

/**
 * The whole job by the product itself, its web server alone left out: a database of its own, the worker that claims and forks, a
 * process for every run, curves and checkpoints and galleries written as always. Nothing that an earlier job left behind is used but
 * the decoded frames. Timed by the database's clock, from the creation of the experiment to the end of its last run.
 * @param root folder of MicroCharades
 * @param share the host's store of what the base says of clips: a new one for this job, or none
 * @throws Error where a run fails
 */
export async function runOurs(
  spec: ExperimentSpec,
  { root, share, onShare }: { root: string; share: boolean; onShare: (share: number) => void },
): Promise<WholeJob> {
  const home = mkdtempSync(path.join(tmpdir(), 'fovea-bench-'));
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const logFile = path.join(home, 'logs', 'worker.log');
  const postgres = await keepPostgres(home, say);
  const databaseUrl = postgres.url;
  const db = createDb(databaseUrl, { connections: 2 });
  let worker: ReturnType<typeof keepRunning> | undefined;
  try {
    await migrate(databaseUrl);
    const report = createReport();
    await prepareBundledData({ root, databaseUrl, report, signal: new AbortController().signal });
    worker = keepRunning({
      name: 'worker',
      args: ['--import', 'tsx', path.join(repository, 'workers', 'supervisor.ts')],
      env: { ...processEnvironment({ home, databaseUrl }), ...saliencyStore(home, share) },
      ...{ logFile, graceSeconds: 20, say },
    });
    const version = await untilReady(db, logFile);
    return { ...(await launch(db, spec, onShare)), version };
  } finally {
    await worker?.stop();
    await db.$disconnect();
    await postgres.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function saliencyStore(home: string, share: boolean): Record<string, string> {
  return share ? { FOVEA_SALIENCY: path.join(home, 'saliency') } : { FOVEA_SALIENCY_MIB: '0' };
}

/** @returns the engine of the worker @throws Error where it has none */
async function untilReady(db: Db, logFile: string): Promise<string> {
  const until = Date.now() + workerPatienceMs;
  for (;;) {
    const worker = await db.worker.findFirst({ select: { engine: true } });
    if (worker) {
      const { version, problem } = workerInfoSchema.parse(worker.engine);
      if (version === null) throw new AppError('engine_missing', problem ?? 'the worker has no engine');
      return `libtensorflow ${version}`;
    }
    if (Date.now() > until) throw new Error(`no worker is ready:\n${endOfFile(logFile)}`);
    await sleep(200);
  }
}

async function launch(db: Db, spec: ExperimentSpec, onShare: (share: number) => void) {
  const meter = startTreeMeter();
  try {
    const { experimentId } = await createExperiment(db, spec);
    const table = await untilFinished(db, experimentId, onShare);
    const use = meter.stop();
    const { createdAt } = await db.experiment.findUniqueOrThrow({ where: { id: experimentId } });
    const runs = await db.run.findMany({
      where: { experimentId },
      select: { baseRunId: true, train: { select: { finishedAt: true } } },
    });
    const after = (ended: Date | null) => ((ended?.getTime() ?? Number.NaN) - createdAt.getTime()) / 1000;
    const seconds = Math.max(...runs.map(({ train }) => after(train.finishedAt)));
    const base = runs.find(({ baseRunId }) => baseRunId === null);
    return { ...use, seconds, baseSeconds: after(base?.train.finishedAt ?? null), scores: scoresOf(table) };
  } finally {
    meter.stop();
  }
}

async function untilFinished(db: Db, experimentId: string, onShare: (share: number) => void): Promise<Table2> {
  for (;;) {
    const source = await readTable(db, experimentId);
    const table = assembleTable2(source, source.seeds);
    const { finished, failures } = describeProgress(table, { progress: 0, etaSeconds: null });
    if (failures.length > 0) throw new Error(failures.join('\n'));
    if (finished) return table;
    onShare(source.runs.reduce((sum, { progress }) => sum + progress, 0) / source.runs.length);
    await sleep(pollMs);
  }
}

function scoresOf({ rows }: Table2): Score[] {
  return rows.flatMap(({ variant, cells }) =>
    fusionIds.flatMap((fusion) => {
      const score = cells[fusion].score;
      return score === null ? [] : [{ variant, fusion, mAP: score.mean }];
    }),
  );
}
