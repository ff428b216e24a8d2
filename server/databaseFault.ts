import { Prisma } from '@/prisma/generated/client';
import { sqlStateOf } from './sqlStateOf';

/** What may be wrong with a database whatever it is asked; mistakes in the question are none of these. `passes`: without a change of DATABASE_URL or its server. */
export const databaseFaults = {
  disk_full: { passes: true },
  out_of_memory: { passes: true },
  too_many_connections: { passes: true },
  unreachable: { passes: true },
  busy: { passes: true },
  refused: { passes: false },
  missing: { passes: false },
  read_only: { passes: false },
  damaged: { passes: false },
} as const satisfies Record<string, { passes: boolean }>;

export type DatabaseFault = keyof typeof databaseFaults;

// SQLSTATE (appendix A of the manual of PostgreSQL), by its beginning; the first that fits counts.
const bySqlState: [RegExp, DatabaseFault][] = [
  [/^53100/, 'disk_full'],
  [/^(53200|53000)/, 'out_of_memory'], // 53000: no file handle is left
  [/^53300/, 'too_many_connections'],
  [/^(08|57P0[1-5]|25P0[34])/, 'unreachable'], // connection; shut down, crashed, starting, idle too long
  [/^(40001|40P01|55P03|57014)/, 'busy'], // rolled back for another one, locked, ran into a time limit
  [/^28/, 'refused'],
  [/^3D000/, 'missing'],
  [/^25006/, 'read_only'],
  [/^(58|XX00[12])/, 'damaged'],
];
const byKind: Record<string, DatabaseFault> = {
  DatabaseNotReachable: 'unreachable',
  ConnectionClosed: 'unreachable',
  SocketTimeout: 'unreachable',
  TlsConnectionError: 'refused',
  TooManyConnections: 'too_many_connections',
  TransactionWriteConflict: 'busy',
  AuthenticationFailed: 'refused',
  DatabaseAccessDenied: 'refused',
  DatabaseDoesNotExist: 'missing',
};
// Prisma's own: what its driver did not say in more detail.
const byPrismaCode: Record<string, DatabaseFault> = {
  P1000: 'refused',
  P1001: 'unreachable',
  P1002: 'unreachable',
  P1003: 'missing',
  P1008: 'unreachable',
  P1010: 'refused',
  P1011: 'refused',
  P1017: 'unreachable',
  P2024: 'busy',
  P2028: 'busy',
  P2034: 'busy',
  P2037: 'too_many_connections',
};
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT']);
const connectionWords =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client was closed)/;

type DriverCause = { kind?: string; message?: string };

/** What is wrong with the database, from what Prisma or pg threw; null where the error is of another kind. */
export function databaseFault(error: unknown): DatabaseFault | null {
  const byState = faultOfState(sqlStateOf(error) ?? '');
  if (byState !== null) return byState;
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return faultOfCause(driverCause(error.meta)) ?? byPrismaCode[error.code] ?? null;
  }
  if (error instanceof Prisma.PrismaClientInitializationError) return 'unreachable';
  if (!(error instanceof Error)) return null;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code !== undefined && syscall !== undefined) {
    return socketCodes.has(code) && syscall !== 'open' ? 'unreachable' : null;
  }
  if (error instanceof AggregateError) return faultOfFirst(error.errors); // a host name with several addresses
  if (connectionWords.test(error.message)) return 'unreachable';
  return faultOfCause(error.cause as DriverCause | undefined);
}

function faultOfFirst(errors: unknown[]): DatabaseFault | null {
  for (const error of errors) {
    const fault = databaseFault(error);
    if (fault !== null) return fault;
  }
  return null;
}

function driverCause(meta: Record<string, unknown> | undefined): DriverCause | undefined {
  return (meta?.driverAdapterError as { cause?: DriverCause } | undefined)?.cause;
}

function faultOfCause(cause: DriverCause | undefined): DatabaseFault | null {
  if (!cause || typeof cause !== 'object') return null;
  return byKind[cause.kind ?? ''] ?? (connectionWords.test(cause.message ?? '') ? 'unreachable' : null);
}

function faultOfState(state: string): DatabaseFault | null {
  return bySqlState.find(([pattern]) => pattern.test(state))?.[1] ?? null;
}
