import { databaseFault, databaseFaults } from './databaseFault';

/**
 * True for failures that pass without anybody changing a setting: the database restarts, the connection broke, two transactions met, its
 * disk is full until somebody makes room. What was asked may or may not have happened: only idempotent work may be tried again.
 */
export function isTransientDatabaseError(error: unknown): boolean {
  const fault = databaseFault(error);
  return fault !== null && databaseFaults[fault].passes;
}
