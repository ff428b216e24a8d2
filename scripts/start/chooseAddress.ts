import { createServer, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { AppError } from '@/domain/errors';

export type Address = { host: string; port: number /** for a browser on this machine */; url: string };

const LAST_PORT = 65_535;

/** Binds once to see whether it can be done. @returns undefined, or the code of the system */
function tryToBind(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? 'unknown'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** http://127.0.0.1:3000, http://[::1]:3000; where the server listens everywhere, its address on this machine. */
export function urlOf(host: string, port: number): string {
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * The first free port from `first` on, at an address of this machine.
 * @throws AppError config_invalid with the name of the setting and what it may be
 */
export async function chooseAddress(host: string, first: number): Promise<Address> {
  for (let port = first; port <= LAST_PORT; port += 1) {
    const code = await tryToBind(host, port);
    if (code === undefined) return { host, port, url: urlOf(host, port) };
    if (code === 'EADDRINUSE') continue;
    throw new AppError('config_invalid', explanation(code, host, port));
  }
  const taken = first === LAST_PORT ? `Port ${first} is` : `All ports from ${first} to ${LAST_PORT} are`;
  throw new AppError('config_invalid', `${taken} taken by another program. Give a lower one with FOVEA_PORT.`);
}

function explanation(code: string, host: string, port: number): string {
  if (code === 'EACCES') return `FOVEA_PORT is ${port}, which only root may use: give one from 1024 on.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `FOVEA_HOST is "${host}", a name without an address. ${ours()}`;
  if (code === 'EADDRNOTAVAIL' || code === 'EINVAL')
    return `FOVEA_HOST is "${host}", which is no address of this machine. ${ours()}`;
  if (code === 'EAFNOSUPPORT') return `FOVEA_HOST is "${host}", but this machine speaks no IPv6. ${ours()}`;
  return `The workbench cannot listen on ${host}, port ${port} (${code}). ${ours()}`;
}

function ours(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const named = addresses.filter(({ scopeid }) => !scopeid).map(({ address }) => address);
  return `Give one of: ${[...new Set([...named, '0.0.0.0'])].join(', ')}.`;
}
