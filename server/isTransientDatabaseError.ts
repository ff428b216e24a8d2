import { Prisma } from '@/prisma/generated/client';

// Prisma: cannot reach, timed out, closed, pool exhausted, transaction lost, write conflict or deadlock.
const prismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034']);
const driverKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
]);
// SQLSTATE: 08 connection, 53300 too many connections, 57P0x shut down, crashed, starting; 25P03 idle too long in a transaction; 40 rolled back, try again.
const sqlStates = /^(08...|53300|57P0[1-5]|25P03|40001|40P01)$/;
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT']);
const driverMessages =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout|Client was closed)/;

type DriverCause = { kind?: string; code?: string; originalCode?: string; message?: string };

/**
 * True for failures that pass without anybody changing anything: the database restarts, the connection broke, two transactions met.
 * What was asked may or may not have happened: only idempotent work may be tried again.
 */
export function isTransientDatabaseError(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return prismaCodes.has(error.code) || isTransientCause(driverCause(error.meta));
  }
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code !== undefined && syscall !== undefined && socketCodes.has(code)) return syscall !== 'open';
  return driverMessages.test(error.message) || isTransientCause(error.cause as DriverCause | undefined);
}

function driverCause(meta: Record<string, unknown> | undefined): DriverCause | undefined {
  return (meta?.driverAdapterError as { cause?: DriverCause } | undefined)?.cause;
}

function isTransientCause(cause: DriverCause | undefined): boolean {
  if (!cause || typeof cause !== 'object') return false;
  const state = cause.originalCode ?? cause.code ?? '';
  return driverKinds.has(cause.kind ?? '') || sqlStates.test(state) || driverMessages.test(cause.message ?? '');
}
