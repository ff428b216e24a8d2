import { AppError } from '@/domain/errors';
import type { MetricPoint } from '@/domain/metrics';
import type { Db } from '@/server/db';
import { retryTransient } from '@/server/retryTransient';
import type { LogSource } from '@/server/tasks/appendLog';
import type { Lease } from '@/server/tasks/lease';
import { type Progress, reportBatch } from '@/server/tasks/reportBatch';
import { signOfLife } from '@/workers/ml/lifeSigns';

type Said = { seq: number; level: 'info' | 'warn' | 'error'; text: string; at: number };

export type ReporterOptions = {
  db: Db;
  lease: Lease;
  source: LogSource;
  everyMs?: number;
  /** Points and lines kept in memory while the database is away; beyond that the reporter fails. */
  most?: number;
  /** Aborted when waiting for the database makes no sense any more: what is unsaid then stays unsaid. */
  abandon?: AbortSignal;
};

/**
 * What a process has to say about a run, sent about once a second. Saying is instant and never waits; while the database is away
 * everything is kept and sent later, each thing once. After a refused write (`fenced`) or an overflow, saying anything throws.
 */
export type Reporter = {
  metrics(points: MetricPoint[]): void;
  log(level: Said['level'], text: string): void;
  progress(progress: Progress): void;
  /** Resolves when everything said before is written. */
  drain(): Promise<void>;
  /** Why nothing can be said any more; undefined while all is well. */
  failure(): unknown;
  close(): void;
};

const mostPointsABatch = 20_000;

export function createReporter(options: ReporterOptions): Reporter {
  const { db, lease, source, everyMs = 1000, most = 500_000, abandon } = options;
  const points: MetricPoint[] = [];
  const lines: Said[] = [];
  let progress: Progress | null = null;
  let said = 0;
  let failure: unknown;
  let sending: Promise<void> | null = null;
  const timer = setInterval(() => void send(), everyMs);

  const pending = () => points.length > 0 || lines.length > 0 || progress !== null;

  function send(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function sendAll(): Promise<void> {
    while (pending() && failure === undefined) {
      const batch = { points: points.splice(0, mostPointsABatch), lines: lines.splice(0), progress };
      progress = null;
      try {
        const report = () => {
          const now = performance.now();
          const aged = batch.lines.map(({ at, ...line }) => ({ ...line, ageMs: now - at }));
          return reportBatch(db, lease, source, { ...batch, lines: aged });
        };
        await retryTransient(report, { signal: abandon });
      } catch (error) {
        failure = error;
      }
    }
  }

  function check(): void {
    signOfLife();
    if (points.length + lines.length > most) {
      failure ??= new AppError(
        'database_unreachable',
        'The database has been away for too long: what was measured no longer fits into memory.',
      );
    }
    if (failure !== undefined) throw failure;
  }

  return {
    metrics(batch) {
      check();
      points.push(...batch);
    },
    log(level, text) {
      check();
      lines.push({ seq: said++, level, text, at: performance.now() });
    },
    progress(next) {
      check();
      progress = next;
    },
    async drain() {
      while (sending !== null || (pending() && failure === undefined)) await send();
      if (failure !== undefined) throw failure;
    },
    failure: () => failure,
    close: () => clearInterval(timer),
  };
}
