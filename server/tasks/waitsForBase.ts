import type { ErrorCode } from '@/domain/errors';
import type { RunStatus } from '@/domain/runStatus';

export type BaseState = { name: string; status: RunStatus; statusMessage: string | null };
export type Waiting = { status: 'QUEUED' | 'BLOCKED'; statusCode: ErrorCode | null; statusMessage: string | null };

/** How a run stands that needs the final checkpoint of a base in this state; null: it needs none. */
export function waitsForBase(base: BaseState | null): Waiting {
  if (base === null) return { status: 'QUEUED', statusCode: null, statusMessage: null };
  const { name, status, statusMessage } = base;
  const remedy = 'Retry it, and this run goes on by itself.';
  switch (status) {
    case 'SUCCEEDED':
      return { status: 'QUEUED', statusCode: null, statusMessage: null };
    case 'FAILED': {
      const reason = (statusMessage ?? 'no reason known').replace(/[.\s]+$/, '');
      return {
        status: 'BLOCKED',
        statusCode: 'base_failed',
        statusMessage: `Base run "${name}" failed (${reason}). ${remedy}`,
      };
    }
    case 'CANCELLED':
      return {
        status: 'BLOCKED',
        statusCode: 'base_failed',
        statusMessage: `Base run "${name}" was cancelled. ${remedy}`,
      };
    default:
      return { status: 'BLOCKED', statusCode: null, statusMessage: `Waits for base run "${name}".` };
  }
}
