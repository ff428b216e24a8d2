import type { StartedTask } from '@/server/tasks/startAttempt';
import type { TaskContext } from './taskHandler';
import { taskHandlers } from './taskHandlers';

/**
 * One attempt at a task that has begun, to its result; all that was said is written.
 * @throws RunStopped, AppError, and whatever is a bug
 */
export async function performTask(context: TaskContext, { kind }: StartedTask): Promise<unknown> {
  const handler = await taskHandlers[kind]();
  const result = await handler(context);
  await context.reporter.drain();
  return result;
}
