import { type JobReply, toFailure } from './jobMessages';

/**
 * The main loop of a child of the pool: does every job that arrives and answers. Ends with the parent, whatever ended it.
 * @param work gets a job as JSON; several may be under way at the same time
 */
export function serveJobs<Job, Result>(work: (job: Job) => Promise<Result>): void {
  process.on('message', ({ job, input }: { job: number; input: Job }) => {
    const answer = (reply: JobReply<Result>) => {
      // A parent that has gone in the meantime needs no answer: the callback takes the error.
      if (process.connected) process.send?.(reply, undefined, undefined, () => undefined);
    };
    work(input).then(
      (result) => answer({ job, result }),
      (error: unknown) => answer({ job, failure: toFailure(error) }),
    );
  });
  process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group: the parent decides
  process.on('disconnect', () => process.exit(0));
}
