import { AppError } from '@/domain/errors';
import type { BenchContext, BenchSection } from './section';

export type ChosenSection = { section: BenchSection; tasks: string[]; whole: boolean };

/**
 * What `--only` picks: a section by its id, else every task whose name holds the text; all where it is empty.
 * @throws AppError bad_request where nothing is left
 */
export function chooseTasks(
  sections: readonly BenchSection[],
  { only, device }: { only: string; device: BenchContext['device'] },
): ChosenSection[] {
  const possible = sections.filter(({ devices }) => devices.includes(device));
  const named = possible.find(({ id }) => id === only);
  const chosen = (named ? [named] : possible).flatMap((section) => {
    const tasks = section.tasks.filter((task) => named || task.includes(only));
    return tasks.length > 0 ? [{ section, tasks, whole: tasks.length === section.tasks.length }] : [];
  });
  if (chosen.length > 0) return chosen;
  const ids = possible.map(({ id }) => id).join(', ');
  throw new AppError(
    'bad_request',
    `--only "${only}" names no section (${ids}) and no part of a task on the ${device}.`,
  );
}
