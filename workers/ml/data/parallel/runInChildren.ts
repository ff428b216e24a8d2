import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fromFailure, type JobReply } from './jobMessages';

export type ParallelWork<Job, Result> = {
  /** A TypeScript file that calls `serveJobs`. */
  module: URL;
  jobs: readonly Job[];
  /** Child processes, at least 1. */
  parallel: number;
  onResult: (result: Result, job: Job) => void;
  /** Whether the others go on after a failure; default: no. */
  bears?: (error: unknown, job: Job) => boolean;
  signal?: AbortSignal;
};

// The child resolves `@/...` by the tsconfig of its working directory, whoever starts it from wherever.
const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));

/** Jobs a child holds at the same time: while ffmpeg works on one, the child computes the other. */
const jobsInHand = 2;

/**
 * Spreads jobs over child processes; at the first failure that nobody bears, or when the signal aborts, all children are stopped.
 * @throws what a job threw (an AppError keeps its code); the reason of the signal
 */
export async function runInChildren<Job, Result>(work: ParallelWork<Job, Result>): Promise<void> {
  const { module, jobs, parallel, onResult, bears, signal } = work;
  signal?.throwIfAborted();
  if (jobs.length === 0) return;
  const children: ChildProcess[] = [];
  let onAbort = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      let next = 0;
      let open = jobs.length;
      onAbort = () => reject(signal?.reason);
      signal?.addEventListener('abort', onAbort);

      const give = (child: ChildProcess) => {
        const input = jobs[next];
        if (input === undefined) return;
        child.send({ job: next, input }, (error) => error && reject(error));
        next += 1;
      };
      const take = (child: ChildProcess, reply: JobReply<Result>) => {
        const job = jobs[reply.job];
        if ('failure' in reply) {
          const error = fromFailure(reply.failure);
          if (job === undefined || !bears?.(error, job)) return reject(error);
        } else if (job !== undefined) onResult(reply.result, job);
        open -= 1;
        if (open === 0) resolve();
        else give(child);
      };

      for (let k = 0; k < Math.min(parallel, jobs.length); k++) {
        const child = startChild(module);
        children.push(child);
        child.on('error', reject);
        child.on('exit', (code, killer) => reject(new Error(`a child of the pool ended (${killer ?? code})`)));
        child.on('message', (reply: JobReply<Result>) => {
          try {
            take(child, reply);
          } catch (error) {
            reject(error);
          }
        });
        for (let job = 0; job < jobsInHand; job++) give(child);
      }
    });
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await Promise.all(children.map(stopChild));
  }
}

function startChild(module: URL): ChildProcess {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return fork(fileURLToPath(module), [], { cwd: projectRoot, execArgv: ['--import', loader] });
}

/** Closes the channel, upon which the child exits; kills it when it is too busy to notice. */
async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.connected) child.disconnect();
  const killer = setTimeout(() => child.kill('SIGKILL'), 500);
  await gone;
  clearTimeout(killer);
}
