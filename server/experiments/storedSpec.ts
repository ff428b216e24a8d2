import { type ExperimentSpec, storedSpecSchema } from '@/domain/experimentSpec';
import { damagedText, readStored, requireStored } from '@/domain/stored';

const sayOf = (name: string) => ({
  what: `The set-up of "${name}"`,
  next: 'Its runs are listed under Runs and keep their scores. Its page restores it from their configs, where these are sound. Delete the experiment, or set it up anew.',
});

/** The set-up of an experiment as it is stored; null where it is damaged. */
export function readSpec(spec: unknown): ExperimentSpec | null {
  return readStored(storedSpecSchema, spec);
}

/** @throws AppError damaged, with the name of the experiment and what can be done */
export function requireSpec({ name, spec }: { name: string; spec: unknown }): ExperimentSpec {
  return requireStored(storedSpecSchema, spec, sayOf(name));
}

export function damagedSpecText(name: string): string {
  return damagedText(sayOf(name));
}
