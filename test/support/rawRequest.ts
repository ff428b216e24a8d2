import { connect } from 'node:net';

/** What came back on one connection, and whether the server ended it. */
export type RawAnswer = { status: number; head: string; body: string; closed: boolean };

/**
 * Sends bytes as they are, and reads until the server ends the connection or `waitMs` pass: for requests that no client would make.
 * A header block is sent with its blank line.
 */
export function rawRequest(url: string, head: string | Buffer, { waitMs = 5000 } = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(head));
    const parts: Buffer[] = [];
    const done = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      const text = Buffer.concat(parts).toString('latin1');
      const [first = '', ...rest] = text.split('\r\n\r\n');
      resolve({
        status: Number(/^HTTP\/1.1 (\d+)/.exec(first)?.[1] ?? 0),
        head: first,
        body: rest.join('\r\n\r\n'),
        closed,
      });
    };
    const timer = setTimeout(() => done(false), waitMs);
    socket.on('data', (part) => {
      parts.push(part);
      if (isWhole(Buffer.concat(parts).toString('latin1'))) setTimeout(() => done(socket.readableEnded), 0);
    });
    socket.on('end', () => done(true));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') done(true);
      else reject(error);
    });
  });
}

/** True when an answer with a length, or none, has arrived; the connection may be kept for another request. */
function isWhole(text: string): boolean {
  const at = text.indexOf('\r\n\r\n');
  if (at === -1 || /^HTTP\/1.1 100 /.test(text) || /^connection: close\r?$/im.test(text.slice(0, at))) return false;
  const length = /^content-length: (\d+)/im.exec(text.slice(0, at))?.[1];
  if (length !== undefined) return text.length - at - 4 >= Number(length);
  return /\r\n0\r\n\r\n$/.test(text);
}
