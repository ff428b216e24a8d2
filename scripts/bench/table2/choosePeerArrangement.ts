import { type PeerRequest, runPeerScript } from './runPeer';
import type { PeerArrangement } from './table2Job';

/** One arrangement that was tried: seconds until its first step is done, and milliseconds a step of all its processes together. */
export type Trial = { part: 'base' | 'rows'; firstSeconds: number; stepMs: number; predictedSeconds: number } & (
  | { part: 'base'; arrangement: PeerArrangement['base'] }
  | { part: 'rows'; arrangement: PeerArrangement['rows'] }
);

const one = { form: 'contiguous', processes: 1, threads: 1 } as const;

/** What is tried: layouts, threads, and torch.compile for the base; one process with all threads or one a core for the rows. */
export function candidates(cores: number): PeerArrangement[] {
  const threads = [...new Set([1, cores])];
  const layouts = ['contiguous', 'channels_last'] as const;
  const base = [
    ...layouts.flatMap((form) => threads.map((count) => ({ form, processes: 1 as const, threads: count }))),
    { form: 'compiled' as const, processes: 1 as const, threads: cores },
  ].map((arrangement) => ({ base: arrangement, rows: one }));
  const shapes =
    cores === 1
      ? [[1, 1]]
      : [
          [1, cores],
          [cores, 1],
        ];
  const rows = shapes.flatMap(([processes = 1, count = 1]) =>
    layouts.map((form) => ({ base: one, rows: { form, processes, threads: count } })),
  );
  return [...base, ...rows];
}

/**
 * Finds the fastest arrangement of PyTorch for this job by short trials, which nobody's time includes. torch.compile is tried twice: the
 * second time its compilation is cached, as it will be in the job.
 */
export async function choosePeerArrangement(
  request: Omit<PeerRequest, 'arrangement'>,
  { cores, steps, onTrial }: { cores: number; steps: number; onTrial: (share: number) => void },
): Promise<{ arrangement: PeerArrangement; trials: Trial[] }> {
  const all = candidates(cores);
  const trials: Trial[] = [];
  for (const [k, arrangement] of all.entries()) {
    onTrial(k / all.length);
    const part = arrangement.rows === one ? 'base' : 'rows';
    if (arrangement.base.form === 'compiled') await trial({ ...request, arrangement }, part, steps);
    trials.push(await trial({ ...request, arrangement }, part, steps));
  }
  return { arrangement: bestOf(trials), trials };
}

/** The arrangement whose parts are predicted to take least. */
export function bestOf(trials: readonly Trial[]): PeerArrangement {
  const sorted = [...trials].sort((a, b) => a.predictedSeconds - b.predictedSeconds);
  const base = sorted.find((item) => item.part === 'base');
  const rows = sorted.find((item) => item.part === 'rows');
  if (base?.part !== 'base' || rows?.part !== 'rows') throw new Error('no arrangement was tried');
  return { base: base.arrangement, rows: rows.arrangement };
}

/** Lets all processes of an arrangement train side by side. The rows are tried on one that needs no saliency and is concatenated. */
async function trial(request: PeerRequest, part: Trial['part'], steps: number): Promise<Trial> {
  const { job, arrangement } = request;
  const [base, rows] = [job.rows.find(isBase), job.rows.find((row) => !isBase(row) && row.objective === null)];
  const row = part === 'base' ? base : (rows ?? job.rows.find((other) => !isBase(other)));
  if (!row) throw new Error(`the job has no row to try ${part} with`);
  const { processes } = arrangement[part];
  const measured: { firstSeconds: number; stepMs: number }[] = [];
  const run = () =>
    runPeerScript(request, ['calibrate', row.key, String(steps)], (event) => {
      if (event.event === 'calibrated') measured.push(event);
    });
  await Promise.all(Array.from({ length: processes }, run));
  const firstSeconds = Math.max(...measured.map((item) => item.firstSeconds));
  const stepMs = Math.max(...measured.map((item) => item.stepMs)) / processes;
  const recipe = part === 'base' ? job.base : job.ablation;
  const trainings = part === 'base' ? 1 : job.rows.length - 1;
  const count = trainings * recipe.epochs * Math.floor(job.train.length / job.batchSize);
  const outcome = { firstSeconds, stepMs, predictedSeconds: firstSeconds + (count * stepMs) / 1000 };
  return part === 'base'
    ? { part, arrangement: arrangement.base, ...outcome }
    : { part, arrangement: arrangement.rows, ...outcome };
}

function isBase({ secondView }: PeerRequest['job']['rows'][number]): boolean {
  return secondView === 'none';
}
