export const heapIsFull = 'the heap of Node.js was full';

/** What libraries print before they abort a process that gets no memory. */
const causes: [RegExp, string][] = [
  [/JavaScript heap out of memory|Reached heap limit|FatalProcessOutOfMemory/, heapIsFull],
  [/std::bad_alloc/, 'a library asked for memory that is not there (std::bad_alloc)'],
  [/OOM when allocating|Resource exhausted|out of memory|failed to allocate/i, 'the engine got no more memory'],
];

/** Why a process died, when a line of its output says that it was memory; null for any other line. */
export function memoryCauseIn(line: string): string | null {
  return causes.find(([pattern]) => pattern.test(line))?.[1] ?? null;
}
