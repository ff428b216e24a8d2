import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '@/domain/errors';
import { createDb } from '@/server/db';
import { plainFailure } from '@/server/plainFailure';
import { addSubmission } from './addSubmission';
import type { SubmissionAnswer, SubmissionOrder } from './receiveSubmission';

const { experimentId, named, length, databaseUrl } = workerData.order as SubmissionOrder;

/** The file, as it comes through standard input. */
async function* text(): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  for await (const part of process.stdin) {
    bytes += part.length;
    yield decode(() => decoder.decode(part, { stream: true }));
  }
  if (bytes !== length) throw new AppError('bad_request', 'The file did not arrive as a whole. Send it again.');
  yield decode(() => decoder.decode());
}

function decode(work: () => string): string {
  try {
    return work();
  } catch (cause) {
    throw new AppError('bad_request', 'This file is no UTF-8 text. Choose the text file with the scores.', { cause });
  }
}

async function answer(): Promise<SubmissionAnswer> {
  const db = createDb(databaseUrl, { connections: 1 });
  try {
    return { added: await addSubmission(db, experimentId, { ...named, text: text() }) };
  } catch (error) {
    const { code, message } = plainFailure(error);
    return { refused: { code, message } };
  } finally {
    await db.$disconnect();
  }
}

parentPort?.postMessage(await answer());
