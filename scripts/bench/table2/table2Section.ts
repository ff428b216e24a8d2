import os from 'node:os';
import type { BenchResult, BenchSection } from '@/scripts/bench/section';
import { ffmpegPath } from '@/scripts/setup/installFfmpeg.mjs';
import { foveaHome } from '@/scripts/setup/paths.mjs';
import { bundledDataFolder } from '@/scripts/start/prepareBundledData';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';
import { choosePeerArrangement, type Trial } from './choosePeerArrangement';
import { runOurs } from './runOurs';
import { runPeer } from './runPeer';
import { peerJob } from './table2Job';
import { type JobComparison, jobRatios, table2Markdown } from './table2Report';
import { jobSpec } from './wholeJob';

const ways = [
  { task: 'Table 2 on MicroCharades, what the base says computed once for all rows', share: true },
  { task: 'Table 2 on MicroCharades, what the base says computed by every row', share: false },
] as const;

/** Share of the section's time that the trials of PyTorch take, roughly. */
const trialShare = 0.1;
const trialSteps = { quick: 8, full: 80 };

/** The whole job: all of Table 2 by the product, and by an equal PyTorch script in its best arrangement of processes. */
export const table2Section: BenchSection = {
  id: 'table2',
  title: 'The whole job: Table 2 on MicroCharades',
  summary: 'base, twelve ablations and all evaluations, from launch to last score, beside an equal PyTorch script',
  devices: ['cpu'],
  tasks: ways.map(({ task }) => task),
  async run(context) {
    const { quick, longRounds, folder } = context;
    const python = context.python();
    const spec = jobSpec(quick);
    const root = bundledDataFolder(foveaHome());
    context.progress('rendering and decoding MicroCharades, where that is not done', 0);
    await prepareMicroCharades({ root, ffmpegPath: ffmpegPath().path });
    const job = await peerJob(spec, { root, folder });
    const chosen = ways.filter(({ task }) => context.tasks.includes(task));
    const { arrangement, trials } = await choosePeerArrangement(
      { python, job, share: false },
      {
        cores: os.availableParallelism(),
        steps: quick ? trialSteps.quick : trialSteps.full,
        onTrial: (share) => context.progress('PyTorch, trying arrangements', share * trialShare),
      },
    );
    const comparisons: JobComparison[] = chosen.map((way) => ({ ...way, arrangement, ours: [], peer: [] }));
    const jobs = 2 * longRounds * comparisons.length;
    let done = 0;
    const onShare = (what: string) => (share: number) =>
      context.progress(what, trialShare + ((1 - trialShare) * (done + share)) / jobs);
    for (let round = 0; round < longRounds; round++) {
      for (const { share, ours, peer } of comparisons) {
        const how = share ? 'sharing the base' : 'each row by itself';
        ours.push(await runOurs(spec, { root, share, onShare: onShare(`ours, ${how}`) }));
        done += 1;
        peer.push(await runPeer({ python, job, arrangement, share }, onShare(`PyTorch, ${how}`)));
        done += 1;
        context.save(resultOf(comparisons, trials));
      }
    }
    return resultOf(comparisons, trials);
  },
};

/** Of the comparisons that have been made so far. */
function resultOf(all: JobComparison[], trials: Trial[]): BenchResult {
  const comparisons = all.filter(({ peer }) => peer.length > 0);
  const jobs = comparisons.flatMap(({ ours, peer }) => [...ours, ...peer]);
  return {
    markdown: table2Markdown(comparisons, trials),
    json: { ratios: jobRatios(comparisons), comparisons, trials },
    versions: [...new Set(jobs.map(({ version }) => version))],
  };
}
