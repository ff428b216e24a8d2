import { type Attribute, attribute } from '@/workers/ml/engine/nativeBinding';
import { outsidePrograms } from '@/workers/ml/engine/programs/currentProgram';
import { engineInfo } from '@/workers/ml/engine/startEngine';

/** Marks the kernels that libtensorflow registers for its own graph rewrites: oneDNN's, on the CPU. */
export const oneDnnKernel: Attribute = attribute.string('_kernel', 'MklNameChangeOp');

/**
 * Whether a op of oneDNN is there and computes what it should: asked once, on the CPU only, by trying.
 * @param works computes something small and compares; may throw
 */
export function probe(works: () => boolean): () => boolean {
  let available: boolean | undefined;
  return () => {
    available ??= engineInfo().device === 'cpu' && outsidePrograms(() => attempt(works));
    return available;
  };
}

function attempt(works: () => boolean): boolean {
  try {
    return works();
  } catch {
    return false;
  }
}
