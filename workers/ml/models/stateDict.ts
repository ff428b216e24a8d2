import { AppError } from '@/domain/errors';

/** Named arrays in PyTorch's names, shapes and layout. */
export type StateDict = Map<string, { shape: readonly number[]; data: Float32Array }>;

const listed = 5;

/**
 * Check that a state dict has exactly the arrays a network needs. PyTorch's counters `num_batches_tracked` may be there.
 * @throws AppError('checkpoint_invalid') that names what is missing, unknown or of another shape
 */
export function checkStateDict(
  state: StateDict,
  shapes: ReadonlyMap<string, readonly number[]>,
  network: string,
): void {
  const missing = [...shapes.keys()].filter((name) => !state.has(name));
  const unknown = [...state.keys()].filter((name) => !shapes.has(name) && !name.endsWith('.num_batches_tracked'));
  const different: string[] = [];
  for (const [name, wanted] of shapes) {
    const { shape } = state.get(name) ?? { shape: wanted };
    if (shape.join() !== wanted.join())
      different.push(`${name} [${shape.join(', ')}] instead of [${wanted.join(', ')}]`);
  }
  const problems = [
    ...describe('missing', missing),
    ...describe('unknown', unknown),
    ...describe('other shape', different),
  ];
  if (problems.length > 0) {
    throw new AppError('checkpoint_invalid', `the weights do not fit ${network}: ${problems.join('; ')}`);
  }
}

function describe(problem: string, names: string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > listed ? ` and ${names.length - listed} more` : '';
  return [`${problem}: ${names.slice(0, listed).join(', ')}${more}`];
}
