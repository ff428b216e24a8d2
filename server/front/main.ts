import { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import next from 'next';
import { env } from '@/server/env';
import { logger } from '@/server/logger';
import { markFront } from '@/server/security/behindFront';
import { allowedHosts } from '@/server/security/checkRequest';
import { endedSessionsFile } from '@/server/security/endedSessions';
import { createFront } from './createFront';
import { warmUp } from './warmUp';

// The web process: our own server in front, the pages and the API behind it. `--hostname` and `--port` say where it listens,
// `--development` that pages are made from what is saved instead of from the build.
const options = { hostname: { type: 'string' }, port: { type: 'string' }, development: { type: 'boolean' } } as const;
const { hostname = '127.0.0.1', port = '3000', development = false } = parseArgs({ options }).values;
const { FOVEA_TOKEN: token, FOVEA_ALLOWED_HOSTS: more, FOVEA_HOME: home } = env();
if (token === undefined)
  throw new Error('FOVEA_TOKEN is not set: start the workbench with `npm start`, which sets it.');

markFront();

const dir = fileURLToPath(new URL('../..', import.meta.url));
// Next.js listens for upgrades on the server that it is given: one that hears of those only that were let in, in development.
const upgrades = new Server();
const app = next({ dev: development, dir, hostname, port: Number(port), httpServer: upgrades });
await app.prepare();
// A failure in the middle of one answer ends that answer, not the workbench.
process.on('uncaughtException', (error) => logger.error({ err: error }, 'uncaught'));
process.on('unhandledRejection', (error) => logger.error({ err: error }, 'unhandled'));
const handler = app.getRequestHandler();
if (!development) await warmUp(handler);
const server = createFront({
  hosts: allowedHosts({ host: hostname, more }),
  token: token === 'off' ? null : token,
  endedSessions: endedSessionsFile(home),
  handler,
  hotReload: development ? (...upgrade) => upgrades.emit('upgrade', ...upgrade) : undefined,
});
server.on('error', (error) => {
  logger.fatal({ err: error }, 'the web server cannot listen');
  process.exit(1);
});
server.listen(Number(port), hostname);
process.once('SIGTERM', () => process.exit(0));
