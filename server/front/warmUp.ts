import { createServer, type RequestListener, request } from 'node:http';
import { duplexPair } from 'node:stream';
import { submissionUpload } from '@/domain/submissionUpload';

const none = '00000000-0000-7000-8000-000000000000';
const empty = { 'content-type': submissionUpload.type, 'content-length': '0' };

/** A request to every route, of things that are not there. */
const firsts: { path: string; method?: string; headers?: Record<string, string> }[] = [
  { path: '/api/trpc/experiment.list' }, // every part of the API, and the client of the database
  { path: '/api/artifacts/none' },
  { path: `/api/runs/${none}/log` },
  { path: `/api/runs/${none}/weights` },
  { path: `/api/evaluations/${none}/submission` },
  { path: `/api/evaluations/${none}/maps/0` },
  { path: `/api/experiments/${none}/submissions`, method: 'POST', headers: empty }, // without a name: refused before a thread is started
  { path: '/' },
];

/** A database that is away says so to those who ask: the start does not wait for it longer. */
const patienceMs = 5000;

/**
 * Asks for everything once, over connections within this process. Code is loaded, and the queries of the database client are compiled,
 * when they are first used, which holds the thread for up to half a second: better before anybody waits for it.
 */
export async function warmUp(handler: RequestListener): Promise<void> {
  const server = createServer(handler);
  const signal = AbortSignal.timeout(patienceMs);
  for (const first of firsts) await ask(server, { ...first, signal }).catch(() => {}); // whoever asks later is told
}

function ask(
  server: ReturnType<typeof createServer>,
  { path, method = 'GET', headers = {}, signal }: (typeof firsts)[number] & { signal: AbortSignal },
): Promise<void> {
  const [ours, theirs] = duplexPair();
  theirs.once('close', () => ours.destroy());
  server.emit('connection', theirs);
  return new Promise((resolve, reject) => {
    const sent = { ...headers, host: 'localhost', connection: 'close' };
    request({ path, method, headers: sent, signal, createConnection: () => ours }, (response) => {
      response.once('end', resolve).once('error', reject).resume();
    })
      .once('error', reject)
      .end();
  });
}
