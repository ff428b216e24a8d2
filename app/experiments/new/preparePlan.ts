import { rateText } from '@/app/_components/rateText';
import type { Outputs } from '@/app/_trpc/outputs';
import { memoryText } from '@/domain/memory/memoryText';
import { formatDuration } from '@/domain/text/formatDuration';

type Plan = Outputs['experiment']['plan'];

export type PlanLine = { term: string; text: string; hint?: string };

/** What launching would do, in the order in which people ask. */
export function preparePlan(plan: Plan): PlanLine[] {
  const bases = plan.runs.filter(({ needsBase }) => !needsBase).length;
  const scores = plan.runs.reduce((sum, { rows }) => sum + rows, 0);
  const shared = plan.runs.filter(({ rows }) => rows > 1).length;
  return [
    {
      term: 'Trainings',
      text: String(plan.trainings),
      hint: [
        bases > 0
          ? `${bases} of Base, ${plan.trainings - bases} from its weights`
          : 'all from the weights of a finished base',
        ...(shared > 0
          ? [`${shared} ${shared === 1 ? 'serves' : 'serve'} two rows and ${shared === 1 ? 'is' : 'are'} trained once`]
          : []),
      ].join('; '),
    },
    {
      term: 'Scores',
      text: String(scores),
      hint: `${plan.cells} cells of the table, seeds counted; Base has one score in both columns`,
    },
    { term: 'Time', text: duration(plan.wallSeconds), hint: timeHint(plan) },
    { term: 'Work', text: work(plan.flop), hint: rateText(plan.rate) },
    memoryLine(plan),
    ...(plan.queuedAhead > 0
      ? [
          {
            term: 'Queue',
            text: `${plan.queuedAhead} ahead`,
            hint: 'runs of other experiments go first; their time is not counted',
          },
        ]
      : []),
  ];
}

/** On the worker where it is tightest. */
function memoryLine({ memory, workersPresent }: Plan): PlanLine {
  const [tightest] = memory.workers;
  if (!tightest) {
    const why = workersPresent
      ? 'the workers do not say how much they have'
      : 'no worker is there yet to compare it with';
    return { term: 'Memory', text: `about ${memoryText(memory.perRun)} a run`, hint: `estimated; ${why}` };
  }
  const { of, perRun, sideBySide, together, limit, host } = tightest;
  const have = `${memoryText(together)} of ${memoryText(limit)}`;
  const share = sideBySide > 1 ? `${sideBySide} side by side: ${have}` : have;
  const where = of === 'gpu' ? `on the GPU of ${host}, computed` : memory.workers.length > 1 ? `on ${host}` : null;
  return {
    term: 'Memory',
    text: `about ${memoryText(perRun)} a run`,
    hint: [share, ...(where === null ? [] : [where]), 'estimated'].join('; '),
  };
}

function timeHint({ slots, workersPresent }: Plan): string {
  const side = `${slots} ${slots === 1 ? 'run' : 'runs'} at a time`;
  const place = workersPresent ? side : `${side} assumed: no worker is there yet`;
  return `${place}; decoding the videos the first time comes on top`;
}

function work(flop: number): string {
  const [unit, size] = flop < 1e15 ? (['TFLOP', 1e12] as const) : (['PFLOP', 1e15] as const);
  const amount = (flop / size).toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${amount} ${unit}`;
}

/** An estimate is not known to the second. */
function duration(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  return `about ${formatDuration(Math.round(seconds / 60) * 60)}`;
}
