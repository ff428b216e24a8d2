import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { DamagedAlert } from '@/app/_components/DamagedPage';

/** Runs of an experiment whose configs cannot be read, with the way to mend them. */
export function DamagedRuns({ runs }: { runs: { id: string; name: string }[] }) {
  if (runs.length === 0) return null;
  return (
    <DamagedAlert>
      The config of {runs.length === 1 ? 'one run' : `${runs.length} runs`} cannot be read:{' '}
      {runs.map(({ id, name }, k) => (
        <span key={id}>
          {k === 0 ? '' : ', '}
          <Anchor component={Link} href={`/runs/${id}`} size="sm" c="inherit" underline="always">
            {name}
          </Anchor>
        </span>
      ))}
      . Open {runs.length === 1 ? 'it' : 'each'} and restore its config from this set-up; scores are kept.
    </DamagedAlert>
  );
}
