import { once } from 'node:events';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode } from '@/domain/errors';
import { env } from '@/server/env';
import type { AddedSubmission, NewSubmission } from './addSubmission';

export type SubmissionOrder = { experimentId: string; named: NewSubmission; length: number; databaseUrl: string };
export type SubmissionAnswer = { added: AddedSubmission } | { refused: { code: ErrorCode; message: string } };

/** The thread runs from the sources; the build of the pages must not take its entry in, so it is started out of the build's sight. */
const here = [process.cwd(), 'server', 'submissions'].join(path.sep);
function startThread(...given: ConstructorParameters<typeof Worker>): Worker {
  const threads = process.getBuiltinModule('node:worker_threads');
  return new threads.Worker(...given);
}

/** So many files are read at a time. The others wait unread, so that a crowd of them does not fill the memory. */
const atATime = 2;
let reading = 0;
const waiting: (() => void)[] = [];

async function takeTurn(): Promise<() => void> {
  if (reading >= atATime) await new Promise<void>((resolve) => waiting.push(resolve));
  else reading += 1;
  return () => {
    const next = waiting.shift();
    if (next) next();
    else reading -= 1;
  };
}

/**
 * Takes a submission file as it arrives and makes a row of it, in a thread of its own: reading, scoring and storing 64 MiB take many
 * seconds, during which the web process answers others. No more of the file is held than a line; the sender waits for the reader.
 * @param length bytes of the body as announced
 * @throws AppError what addSubmission throws; bad_request where the file is no UTF-8 or did not arrive as a whole
 */
export async function receiveSubmission(
  experimentId: string,
  named: NewSubmission,
  { body, length }: { body: ReadableStream; length: number },
): Promise<AddedSubmission> {
  const giveTurn = await takeTurn();
  try {
    const order: SubmissionOrder = { experimentId, named, length, databaseUrl: env().DATABASE_URL };
    const answer = await askThread(order, body);
    if ('added' in answer) return answer.added;
    throw new AppError(answer.refused.code, answer.refused.message);
  } finally {
    giveTurn();
  }
}

async function askThread(order: SubmissionOrder, body: ReadableStream): Promise<SubmissionAnswer> {
  const module = pathToFileURL(path.join(here, 'submissionThread.ts')).href;
  const thread = startThread(path.join(here, 'submissionThread.mjs'), { workerData: { module, order }, stdin: true });
  const answered = new AbortController();
  void send(body, thread.stdin as Writable, answered.signal);
  try {
    return await new Promise<SubmissionAnswer>((resolve, reject) => {
      thread.once('message', resolve).once('error', reject);
      thread.once('exit', () => reject(new Error('the thread of a submission ended without an answer')));
    });
  } finally {
    answered.abort();
    await thread.terminate();
  }
}

/**
 * Hands the body on as fast as it is taken. A refusal comes before the end of the file: the rest is thrown away, so that the sender gets
 * to hear it. A sender that goes away ends the file early, which the thread notices by its length.
 */
async function send(body: ReadableStream, input: Writable, answered: AbortSignal): Promise<void> {
  try {
    for await (const part of Readable.fromWeb(body)) {
      if (answered.aborted || input.write(part)) continue;
      await once(input, 'drain', { signal: answered }).catch(() => undefined);
    }
  } catch {
    // the sender went away
  } finally {
    if (!answered.aborted) input.end();
  }
}
