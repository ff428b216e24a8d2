import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { migrate } from '@/prisma/migrate';
import { asAdmin, databaseUrl, type PostgresContext } from './postgres';
import { startTestServer } from './testServer';

type Shared = PostgresContext & { stop: () => Promise<void> };

// The integration and the e2e project both run this file, each with its own copy of it: the server is shared through the process.
const holder = globalThis as typeof globalThis & { foveaTestPostgres?: { users: number; shared: Promise<Shared> } };

async function start(): Promise<Shared> {
  const server = await startTestServer();
  const template = `fovea_template_${randomBytes(6).toString('hex')}`;
  try {
    await asAdmin(server.adminUrl, `create database ${template}`);
    await migrate(databaseUrl(server.adminUrl, template));
  } catch (error) {
    await server.stop();
    throw error;
  }
  const stop = async () => {
    await asAdmin(server.adminUrl, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
  return { adminUrl: server.adminUrl, template, stop };
}

/** Vitest global setup: one server and one migrated template database for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  holder.foveaTestPostgres ??= { users: 0, shared: start() };
  const held = holder.foveaTestPostgres;
  held.users += 1;
  const { adminUrl, template, stop } = await held.shared;
  project.provide('postgres', { adminUrl, template });
  return async () => {
    held.users -= 1;
    if (held.users > 0) return;
    holder.foveaTestPostgres = undefined;
    await stop();
  };
}
