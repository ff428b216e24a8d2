import { figures } from '@/scripts/bench/figures';
import type { BusyResult } from './busyTask';
import type { DecodingReport } from './measureDecoding';

/** Runs side by side, and what each of them found. */
export type BusyReport = { frames: number; attention: boolean; runs: number; results: BusyResult[] };

export type PipelineReport = { decoding: DecodingReport[]; busy: BusyReport[] };

/** The engine is to be busy for so much of the time. */
const target = 0.95;

export function pipelineMarkdown({ decoding, busy }: PipelineReport): string {
  return [decoding.length > 0 ? decodingText(decoding) : '', busy.length > 0 ? busyText(busy) : '']
    .filter(Boolean)
    .join('\n');
}

function decodingText(reports: DecodingReport[]): string {
  return `Videos: 36 s, 960 x 480, 30 frames a second, H.264, a key frame every 250 frames. Clips begin at random places and
are sampled at 8 frames a second, cut to what V_in covers. Ours: seek, decode, cut, V_in as float32 of 224 px, handed over. ffmpeg
alone: the same frames of the same files, thrown away. Best of the rounds (median in brackets); frames are decoded ones.

| clips | decoders | ours, ms a clip | ours, frames/s | ffmpeg alone, ms a clip | frames/s | ours / ffmpeg | whole files, frames/s | V_in, MiB/s |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${reports.map(decodingRow).join('\n')}

Frames a clip: what it spans in the file, that and the way from the key frame before it, what was decoded for it, what the video has.

| clips | span | from the key frame | decoded | video |
| --- | ---: | ---: | ---: | ---: |
${reports.map(({ frames, spanFrames, neededFrames, decodedFrames, videoFrames }) => `| T = ${frames} | ${[spanFrames, neededFrames, decodedFrames, videoFrames].map((value) => value.toFixed(1)).join(' | ')} |`).join('\n')}
`;
}

function decodingRow(report: DecodingReport): string {
  const { frames, clips, parallel, neededFrames, pipelineSeconds, ffmpegSeconds, wholeSeconds, wholeFrames } = report;
  const [ours, alone] = [best(pipelineSeconds), best(ffmpegSeconds)];
  const each = (seconds: number[]) =>
    `${figures.ms((1000 * best(seconds)) / clips)} (${figures.ms((1000 * median(seconds)) / clips)})`;
  const rate = (seconds: number) => figures.ms((neededFrames * clips) / seconds);
  const cells = [
    `T = ${frames}`,
    parallel,
    each(pipelineSeconds),
    rate(ours),
    each(ffmpegSeconds),
    rate(alone),
    (alone / ours).toFixed(2),
    figures.ms(wholeFrames / best(wholeSeconds)),
    figures.ms((report.viewMiB * clips) / ours),
  ];
  return `| ${cells.join(' | ')} |`;
}

function busyText(reports: BusyReport[]): string {
  return `Share of the wall time inside the engine (ResNet50-I3D, 224 px, batch 1, one thread a run), after the first step or clip,
for which nothing can be loaded ahead. Attention: late fusion, saliency of the base, focused crops of the original. Side by side: the
mean of the runs. Outside: everything that is not the engine, also the checkpoint after half a minute of training. A bold share misses
its target.

| run | side by side | training, busy | s a step | outside, ms | evaluation, busy | s a clip | outside, ms | peak |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${reports.map(busyRow).join('\n')}
`;
}

function busyRow({ frames, attention, runs, results }: BusyReport): string {
  const cells = (phase: 'training' | 'evaluation') => {
    const sum = (key: 'count' | 'wallMs' | 'engineMs') =>
      results.reduce((total, result) => total + result[phase][key], 0);
    const [count, wall, engine] = [sum('count'), sum('wallMs'), sum('engineMs')];
    return [
      figures.atLeast(engine / wall, target),
      (wall / count / 1000).toFixed(2),
      figures.ms((wall - engine) / count),
    ];
  };
  const peak = figures.mib(Math.max(...results.map(({ peakMiB }) => peakMiB)));
  const name = `T = ${frames}, ${attention ? 'attention' : 'base'}`;
  return `| ${[name, runs, ...cells('training'), ...cells('evaluation'), peak].join(' | ')} |`;
}

function best(seconds: number[]): number {
  return Math.min(...seconds);
}

function median(seconds: number[]): number {
  return [...seconds].sort((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? Number.NaN;
}
