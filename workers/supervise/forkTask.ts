import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ClaimedTask } from '@/server/tasks/claimTask';
import { taskArguments } from '@/workers/tasks/taskOptions';
import { type Slot, slotEnvironment } from './slots';

/**
 * [MiB] The heap of a run is small (some 30 MiB), its batches lie outside of it. V8 would take them as a reason to mark the whole heap every
 * three or four steps, in all threads it has; a heap that may be larger from the start is marked rarely.
 */
const initialHeap = 128;
const processFile = fileURLToPath(new URL('../taskProcess.ts', import.meta.url));

/** Starts the process of a claimed task: with the engine of its slot, or without one. */
export function forkTask({
  task: { taskId, attempt },
  slot,
  executor,
}: {
  task: ClaimedTask;
  slot: Slot | null;
  executor: string | undefined;
}): ChildProcess {
  const held = { task: taskId, attempt };
  const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
  if (slot === null)
    return fork(processFile, taskArguments(held), { execArgv: ['--import', 'tsx'], stdio: [...stdio] });
  const { device, threads } = slot;
  return fork(processFile, taskArguments({ ...held, device, threads, executor }), {
    execArgv: [`--initial-heap-size=${initialHeap}`, '--import', 'tsx'],
    env: slotEnvironment(slot),
    stdio: [...stdio],
  });
}
