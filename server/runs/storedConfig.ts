import { planRuns } from '@/domain/planRuns';
import { type RunConfig, runConfigSchema } from '@/domain/runConfig';
import { damagedText, readStored } from '@/domain/stored';
import { readSpec } from '@/server/experiments/storedSpec';

/** The config of a run as it is stored; null where it is damaged. */
export function readConfig(config: unknown): RunConfig | null {
  return readStored(runConfigSchema, config);
}

/** Whether somebody has to be told so. */
export function isDamaged(run: { config: unknown }): boolean {
  return readConfig(run.config) === null;
}

/** What the experiment planned for a run: what its damaged config is restored from. Null where the set-up is damaged as well. */
export function plannedConfig({ key, spec }: { key: string; spec: unknown }): RunConfig | null {
  const known = readSpec(spec);
  return known === null ? null : (planRuns(known).find((run) => run.key === key)?.config ?? null);
}

/** What is said of a run with a damaged config. */
export function damagedConfigText({ name, restorable }: { name: string; restorable: boolean }): string {
  return damagedText({
    what: `The config of run "${name}"`,
    next: restorable
      ? 'Open the run and restore it from the set-up of its experiment: its scores are kept.'
      : 'Its scores are kept; it cannot be run again. Delete it, or leave it as it is.',
  });
}
