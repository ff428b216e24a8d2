import { fileURLToPath } from 'node:url';
import { type Program, startProgram } from '@/scripts/bench/program';

export type PeerForm = 'contiguous' | 'channels_last' | 'compiled';

/** How a network trains on the whole machine: so many processes side by side, each with so many threads. */
export type Arrangement = {
  side: 'ours' | 'peer';
  form: PeerForm | null;
  processes: number;
  threads: number;
};

/** Clips a step: that of the recipe. */
export const throughputBatch = 8;

/** Ours as the product runs (one single-threaded run a core), and every arrangement of PyTorch that could be the fastest. */
export function arrangements(cores: number): Arrangement[] {
  const forms = ['contiguous', 'channels_last', 'compiled'] as const;
  const shapes =
    cores === 1
      ? [[1, 1]]
      : [
          [1, cores],
          [cores, 1],
        ];
  const peers = shapes.flatMap(([processes = 1, threads = 1]) =>
    forms.map((form) => ({ side: 'peer' as const, form, processes, threads })),
  );
  return [{ side: 'ours', form: null, processes: cores, threads: 1 }, ...peers];
}

const formNames = {
  contiguous: 'contiguous',
  channels_last: 'channels last',
  compiled: 'channels last, torch.compile',
} as const satisfies Record<PeerForm, string>;

/** `PyTorch, channels last: 2 processes of 1 thread` */
export function arrangementName({ side, form, processes, threads }: Arrangement): string {
  const who = side === 'ours' ? 'ours' : `PyTorch, ${form ? formNames[form] : ''}`;
  const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
  return `${who}: ${plural(processes, 'process', 'processes')} of ${plural(threads, 'thread', 'threads')}`;
}

/** Starts the processes of an arrangement. The caller stops them. */
export async function startArrangement(
  arrangement: Arrangement,
  { python, weights, checkpoint }: { python: string; weights: string; checkpoint: string },
): Promise<Program[]> {
  const { side, form, processes, threads } = arrangement;
  const env = { ...process.env, OMP_NUM_THREADS: String(threads), FOVEA_BENCH_DEVICE: 'cpu' };
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const sizes = ['8', '56', String(throughputBatch)];
  const ours = ['--import', 'tsx', here('../answer.ts'), 'micro_i3d', ...sizes, 'train', String(threads), weights];
  const theirs = [here('throughput_peer.py'), form ?? 'contiguous', checkpoint];
  const start = () => (side === 'ours' ? startProgram(process.execPath, ours, env) : startProgram(python, theirs, env));
  const programs: Program[] = [];
  try {
    for (let k = 0; k < processes; k++) programs.push(await start());
  } catch (error) {
    for (const program of programs) await program.stop();
    throw error;
  }
  return programs;
}
