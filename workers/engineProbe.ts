import { AppError } from '@/domain/errors';
import { startEngine } from './ml/engine/startEngine';

/** What the supervisor learns about the engine without loading it itself. */
export type EngineProbe = { version: string; device: 'cpu' | 'gpu' } | { problem: string };

function probe(): EngineProbe {
  try {
    const { libtensorflow, device } = startEngine({ threads: 1 });
    return { version: libtensorflow, device };
  } catch (error) {
    const problem = error instanceof AppError ? error.message : `The engine does not load: ${String(error)}`;
    return { problem };
  }
}

console.log(JSON.stringify(probe()));
process.exit(0);
