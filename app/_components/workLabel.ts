import { readTaskKind, taskKinds } from '@/domain/tasks';

/** What is done with a run besides its training, empty for the training itself. */
export function workLabel(kind: string): string {
  const known = readTaskKind(kind);
  return known === null || known === 'train' ? '' : taskKinds[known].label;
}
