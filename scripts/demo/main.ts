import { parseArgs } from 'node:util';
import { AppError } from '@/domain/errors';
import { formatDuration } from '@/domain/text/formatDuration';
import { linkTo } from '@/scripts/start/linkTo';
import { type RunningWorkbench, runCommand } from '@/scripts/start/runCommand';
import { createApiClient } from './createApiClient';
import { formatTable } from './formatTable';
import { liveRegion } from './liveRegion';
import { watchExperiment } from './watchExperiment';

const USAGE = `npm run demo -- [--seeds 0,1,2] [--exit]
  --seeds  training seeds; several give mean and standard deviation (default 0)
  --exit   stop everything when Table 2 is finished`;

function parseSeeds(text: string): number[] {
  const seeds = text.split(',').map(Number);
  if (seeds.some((seed) => !Number.isInteger(seed) || seed < 0)) {
    throw new AppError('bad_request', `--seeds ${text}: give whole numbers, separated by commas.\n${USAGE}`);
  }
  return seeds;
}

async function runDemo({ link, signal, say }: RunningWorkbench, seeds: number[]): Promise<boolean> {
  const client = createApiClient(link);
  const { experimentId, created } = await client.experiment.createDemo.mutate({ seeds }, { signal });
  const page = linkTo(link, `/experiments/${experimentId}`);
  const begun = Date.now();
  say(`${created ? 'Launched' : 'Going on with'} "Table 2 on MicroCharades": ${page}\n`);
  const result = await watchExperiment({ client, experimentId, region: liveRegion(), signal });
  if (!result) return false;
  const { table, progress } = result;
  say(`Table 2 on MicroCharades, mAP [%] and difference to Base, ${table.seeds.length} seed(s):\n`);
  say(`${formatTable(table)}\n`);
  say(`Finished ${formatDuration((Date.now() - begun) / 1000)} after ${created ? 'the launch' : 'this start'}.`);
  for (const failure of progress.failures) say(failure);
  if (progress.failures.length > 0) say(`Retry them on ${page}`);
  return progress.failures.length === 0;
}

/** `npm run demo` */
export async function main(): Promise<void> {
  const options = { seeds: { type: 'string', default: '0' }, exit: { type: 'boolean', default: false } } as const;
  const { values } = parseArgs({ options });
  const seeds = parseSeeds(values.seeds);
  await runCommand(async (workbench) => {
    const complete = await runDemo(workbench, seeds);
    if (values.exit && !complete && !workbench.signal.aborted) process.exitCode = 1;
    if (!values.exit && !workbench.signal.aborted)
      workbench.say(`\nThe workbench stays up at ${workbench.link}; Ctrl-C stops it.`);
    return values.exit ? 'stop' : 'stay';
  });
}
