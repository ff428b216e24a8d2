import { formatBytes } from '@/app/_components/formatBytes';
import { workerInfoSchema } from '@/domain/workerInfo';

export type EngineText = {
  /** `libtensorflow 2.21.0` */
  engine: string;
  /** What it computes with: GPUs, or the processor. */
  device: string;
  /** Cores, memory, ffmpeg. */
  host: string;
  /** What is missing, and what to do. */
  problem: string | null;
};

const unreadable =
  'What this worker said of itself cannot be read: the row is damaged, or another version wrote it. Start the worker again.';

/** What a worker computes with, in words; whatever its row holds. */
export function prepareEngine(info: unknown): EngineText {
  const known = workerInfoSchema.safeParse(info);
  if (!known.success) return { engine: 'unknown engine', device: 'unknown device', host: '', problem: unreadable };
  const { name, version, device, gpus, cpu, cores, memoryMiB, ffmpeg, problem } = known.data;
  const memory = (mebibytes: number) => formatBytes(mebibytes * 1024 ** 2);
  return {
    engine: name === null ? 'no engine' : [name, version].filter((part) => part !== null).join(' '),
    device:
      device === 'gpu' && gpus.length > 0
        ? gpus.map((gpu) => `${gpu.name} (${memory(gpu.memoryMiB)})`).join(', ')
        : `${device === 'gpu' ? 'GPU' : 'CPU'}, ${cpu}`,
    host: [
      `${cores} ${cores === 1 ? 'core' : 'cores'}`,
      memory(memoryMiB),
      ffmpeg === null ? 'no ffmpeg' : `ffmpeg ${ffmpeg}`,
    ].join(' · '),
    problem,
  };
}
