import path from 'node:path';
import type { BenchContext, BenchSection } from '@/scripts/bench/section';
import { ffmpegPath } from '@/scripts/setup/installFfmpeg.mjs';
import { benchVideos } from './benchVideos';
import { measureBusy } from './measureBusy';
import { measureDecoding } from './measureDecoding';
import { type PipelineReport, pipelineMarkdown } from './pipelineReport';

const lengths = [16, 64];
const busyCases = lengths.flatMap((frames) =>
  [false, true].flatMap((attention) => [1, 2].map((runs) => ({ frames, attention, runs }))),
);
const decodingName = (frames: number) => `Clips of T = ${frames} beside ffmpeg alone`;
const busyName = ({ frames, attention, runs }: (typeof busyCases)[number]) =>
  `Engine busy, T = ${frames}, ${attention ? 'attention' : 'base'}, ${runs === 1 ? '1 run' : `${runs} runs`}`;

/** Decoding of clips against ffmpeg alone, and how busy it keeps the engine. */
export const pipelineSection: BenchSection = {
  id: 'pipeline',
  title: 'Input pipeline on real-size video',
  summary: 'clips out of 960 x 480 videos beside ffmpeg alone, and the share of the time in which the engine is busy',
  devices: ['cpu', 'gpu'],
  tasks: [...lengths.map(decodingName), ...busyCases.map(busyName)],
  async run(context) {
    const report: PipelineReport = { decoding: [], busy: [] };
    const versions = new Set<string>();
    const result = () => ({ markdown: pipelineMarkdown(report), json: report, versions: [...versions] });
    const { path: ffmpeg } = ffmpegPath();
    const root = await benchVideos({
      ...{ folder: context.folder, ffmpegPath: ffmpeg },
      onVideo: (done, total) => context.progress(`making videos, ${done} of ${total}`, 0),
    });
    const files = { root, ffmpegPath: ffmpeg, cacheRoot: path.join(context.folder, 'cache') };
    for (const [k, name] of context.tasks.entries()) {
      context.progress(name, k / context.tasks.length);
      const frames = lengths.find((length) => decodingName(length) === name);
      if (frames !== undefined) {
        const [clips, rounds] = context.quick ? [2, 1] : [16, context.rounds];
        report.decoding.push(await measureDecoding({ ...files, frames, clips, rounds }));
      }
      const found = busyCases.find((each) => busyName(each) === name);
      if (found) {
        const results = await measureBusy({ ...files, ...workOf(context, found), ...found }, found.runs);
        for (const { version } of results) versions.add(version);
        report.busy.push({ ...found, results });
      }
      context.save(result());
    }
    return result();
  },
};

/**
 * Few steps of the long clips, of which each takes seconds, but over a minute of them: a checkpoint falls due after half a minute, and must
 * not weigh more than in a long run. With attention one epoch is that long.
 */
function workOf({ quick, device }: BenchContext, { frames, attention }: (typeof busyCases)[number]) {
  if (quick) return { trainVideos: 2, epochs: 1, testVideos: 1, testClips: 2, device };
  const long = frames > 32;
  return { trainVideos: 6, epochs: long && !attention ? 2 : 1, testVideos: 2, testClips: long ? 3 : 6, device };
}
