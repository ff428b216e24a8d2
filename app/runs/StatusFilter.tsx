import { Chip, Group } from '@mantine/core';
import { type RunStatus, runStatuses, runStatusSchema } from '@/domain/runStatus';

type StatusFilterProps = {
  value: RunStatus[];
  counts: Partial<Record<RunStatus, number>>;
  onChange: (value: RunStatus[]) => void;
};

/** Which states the table shows, with how many runs are in each; none chosen = all. */
export function StatusFilter({ value, counts, onChange }: StatusFilterProps) {
  const shown = runStatusSchema.options.filter((status) => (counts[status] ?? 0) > 0 || value.includes(status));
  return (
    <Chip.Group
      multiple
      value={value}
      onChange={(chosen) => onChange(shown.filter((status) => chosen.includes(status)))}
    >
      <Group gap={6} role="group" aria-label="Status">
        {shown.map((status) => (
          <Chip key={status} value={status} size="xs" variant="light">
            {runStatuses[status].label} {(counts[status] ?? 0).toLocaleString('en-GB')}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
