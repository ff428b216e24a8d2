import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Refusal } from '@/server/security/checkRequest';

/** So long may a client go on sending what nobody wants; its bytes are thrown away meanwhile, so that it can read the answer. */
const patienceMs = 10_000;

const headers = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin', // a form of a page with none would come without its origin
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Answers with one line, or with `body` of another type, and lets nothing of the request's body into memory. */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, message, ...more }: { status: number; message: string; headers?: Record<string, string> },
): void {
  const length = { 'content-length': String(Buffer.byteLength(message)) };
  response.writeHead(status, { ...headers, ...length, ...more.headers });
  response.end(request.method === 'HEAD' ? undefined : message);
  letGo(request);
}

/** The sentence of a refusal in the form that whoever asked can read. */
export function refuse(request: IncomingMessage, response: ServerResponse, { status, message }: Refusal): void {
  const forTrpc = request.url?.startsWith('/api/trpc/') ?? false;
  const more: Record<string, string> = forTrpc ? { 'content-type': 'application/json' } : {};
  if (status === 401) more['www-authenticate'] = 'Bearer realm="Fovea"';
  if (status === 405) more.allow = 'GET, HEAD, POST';
  const data = { code: status === 401 ? 'UNAUTHORIZED' : 'FORBIDDEN', httpStatus: status, appCode: null };
  const text = forTrpc ? JSON.stringify({ error: { json: { message, code: -32003, data } } }) : message;
  answer(request, response, { status, message: `${text}\n`, headers: more });
}

/** A refusal where there is no request to answer: on the bare connection, which ends with it. */
export function refuseSocket(socket: Duplex, { status, message }: Refusal): void {
  if (socket.destroyed || !socket.writable) return void socket.destroy();
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-length': Buffer.byteLength(`${message}\n`),
  });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  socket.on('error', () => {}); // it is over either way
  socket.end(`${head.join('\r\n')}\r\n\r\n${message}\n`);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), patienceMs);
  socket.once('close', () => clearTimeout(timer));
  socket.once('end', () => socket.destroy());
}

function letGo(request: IncomingMessage): void {
  if (request.complete) return;
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), patienceMs);
  request.once('close', () => clearTimeout(timer));
}
