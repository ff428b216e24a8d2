import { fusionIds } from '@/domain/fusions';
import type { SeedState, Table2, TableRun } from '@/domain/table2/table2';
import { formatDuration } from '@/domain/text/formatDuration';

const PENDING: ReadonlySet<SeedState> = new Set<SeedState>(['running', 'starting', 'queued', 'waiting']);

export type DemoProgress = {
  /** one line for the experiment, one for each run that is at work */
  lines: string[];
  finished: boolean;
  /** why runs failed, one line each */
  failures: string[];
};

function runsOf(table: Table2): TableRun[] {
  const seeds = table.rows.flatMap((row) => fusionIds.flatMap((fusion) => row.cells[fusion].seeds));
  const runs = new Map(seeds.flatMap(({ run }) => (run ? [[run.id, run] as const] : [])));
  return [...runs.values()];
}

function runLine({ name, phase, progress, etaSeconds }: TableRun): string {
  const eta = etaSeconds === null ? '' : `, ${formatDuration(etaSeconds)} left`;
  return `  ${name}: ${phase?.replaceAll('_', ' ') ?? 'starting'}, ${Math.floor(progress * 100)} %${eta}`;
}

/** What the terminal shows of a table in the making. `state` is that of the whole experiment. */
export function describeProgress(table: Table2, state: { progress: number; etaSeconds: number | null }): DemoProgress {
  const runs = runsOf(table);
  const pending = table.rows.some((row) =>
    fusionIds.some((fusion) => row.cells[fusion].seeds.some((seed) => PENDING.has(seed.state))),
  );
  const active = runs.filter((run) => run.status === 'RUNNING' || run.status === 'CLAIMED');
  const done = runs.filter((run) => run.status === 'SUCCEEDED').length;
  const eta = state.etaSeconds === null ? '' : `, about ${formatDuration(state.etaSeconds)} left`;
  const head = `Table 2: ${Math.floor(state.progress * 100)} %${eta}; ${done} of ${runs.length} runs done`;
  return {
    lines: [head, ...active.map(runLine)],
    finished: !pending && active.length === 0,
    failures: runs.flatMap(({ status, name, statusMessage }) =>
      status === 'FAILED' ? [`${name} failed: ${statusMessage ?? 'without a message'}`] : [],
    ),
  };
}
