import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { PeerArrangement, PeerJob } from './table2Job';
import { startTreeMeter } from './treeMeter';
import { scoreSchema, type WholeJob } from './wholeJob';

const eventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('ready'), version: z.string() }),
  z.object({ event: z.literal('progress'), share: z.number() }),
  z.object({ event: z.literal('trained'), row: z.string(), loss: z.number() }),
  z.object({ event: z.literal('done'), row: z.string() }),
  scoreSchema.extend({ event: z.literal('evaluated') }),
  z.object({ event: z.literal('calibrated'), firstSeconds: z.number(), stepMs: z.number() }),
  z.object({ event: z.literal('finished'), baseSeconds: z.number(), rowsSeconds: z.number() }),
]);
export type PeerEvent = z.infer<typeof eventSchema>;

export type PeerRequest = {
  python: string;
  job: PeerJob;
  arrangement: PeerArrangement;
  /** Boxes and logits of the base are computed once for all rows; else every row asks the base itself. */
  share: boolean;
};

/** Runs table2_peer.py and hands on its events. @throws Error with its last words where it fails */
export async function runPeerScript(
  { python, job, arrangement, share }: PeerRequest,
  args: string[],
  onEvent: (event: PeerEvent) => void,
): Promise<void> {
  const file = path.join(job.folder, `job-${process.pid}-${Math.random().toString(36).slice(2)}.json`);
  writeFileSync(file, JSON.stringify({ ...job, arrangement, share }));
  const script = fileURLToPath(new URL('table2_peer.py', import.meta.url));
  const most = Math.max(arrangement.base.threads, arrangement.rows.threads);
  const child = spawn(python, [script, file, ...args], {
    env: { ...process.env, OMP_NUM_THREADS: String(most) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000);
  });
  const ended = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) onEvent(eventSchema.parse(JSON.parse(line)));
  const [code] = await ended;
  if (code !== 0) throw new Error(`table2_peer.py ended with ${code}: ${words.trim()}`);
}

/** The whole job in PyTorch, from the start of its process to its end. @param onShare 0..1, by the rows that are done */
export async function runPeer(request: PeerRequest, onShare: (share: number) => void): Promise<WholeJob> {
  const meter = startTreeMeter();
  const began = performance.now();
  const scores: WholeJob['scores'] = [];
  let [version, baseSeconds, rows] = ['PyTorch', Number.NaN, 0];
  try {
    await runPeerScript(request, [], (event) => {
      if (event.event === 'ready') version = event.version;
      if (event.event === 'evaluated') scores.push(scoreSchema.parse(event));
      if (event.event === 'finished') baseSeconds = event.baseSeconds;
      if (event.event === 'progress') onShare(event.share / 2);
      if (event.event === 'done') {
        rows += 1;
        onShare(0.5 + (0.5 * rows) / request.job.rows.length);
      }
    });
    const seconds = (performance.now() - began) / 1000;
    return { scores, version, baseSeconds, seconds, ...meter.stop() };
  } finally {
    meter.stop();
  }
}
