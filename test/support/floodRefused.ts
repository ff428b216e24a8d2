import { connect } from 'node:net';
import { residentMiB } from './webProcess';

/**
 * Sends large bodies that are to be refused, on several connections at a time, as fast as they are taken.
 * @param head request line and headers without Content-Length and blank line
 * @returns the status of each answer, and the most memory that the process `pid` held meanwhile [MiB]
 */
export async function floodRefused(
  url: string,
  { head, connections, mebibytes, pid }: { head: string; connections: number; mebibytes: number; pid: number },
): Promise<{ statuses: number[]; peakMiB: number }> {
  let peakMiB = residentMiB(pid);
  const meter = setInterval(() => {
    peakMiB = Math.max(peakMiB, residentMiB(pid));
  }, 20);
  const one = () => sendAll(url, `${head}Content-Length: ${mebibytes * 2 ** 20}\r\n\r\n`, mebibytes);
  const statuses = await Promise.all(Array.from({ length: connections }, one)).finally(() => clearInterval(meter));
  return { statuses, peakMiB: Math.max(peakMiB, residentMiB(pid)) };
}

function sendAll(url: string, head: string, mebibytes: number): Promise<number> {
  const { hostname, port } = new URL(url);
  const part = Buffer.alloc(2 ** 20, 'x');
  return new Promise((resolve) => {
    let text = '';
    let left = mebibytes;
    const socket = connect(Number(port), hostname, () => {
      socket.write(head);
      send();
    });
    const send = () => {
      while (left > 0 && !socket.destroyed) {
        left -= 1;
        if (!socket.write(part)) return;
      }
      if (left === 0) socket.end();
    };
    socket.on('drain', send);
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.on('error', () => {}); // an answer may come before the end of what is sent
    socket.on('close', () => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0)));
  });
}
