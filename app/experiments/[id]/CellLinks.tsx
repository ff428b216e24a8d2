import { Group } from '@mantine/core';
import { IconArrowsDiff, IconPhotoScan } from '@tabler/icons-react';
import { LinkButton } from '@/app/_components/LinkButton';
import type { Outputs } from '@/app/_trpc/outputs';
import type { TableCell } from '@/domain/table2/table2';

type CellLinksProps = { experiment: Outputs['experiment']['byId']; cell: TableCell };

/** From a number to its videos, and to the runs side by side with their bases. */
export function CellLinks({ experiment, cell }: CellLinksProps) {
  const { variant, fusion, seeds } = cell;
  const runs = seeds.flatMap(({ run }) => run ?? []);
  const compared = [...new Set(runs.flatMap(({ id, baseRunId }) => [...(baseRunId ? [baseRunId] : []), id]))];
  const first = seeds.find(({ evaluation }) => evaluation !== null);
  const seed = first && seeds.length === 1 ? `&seed=${first.seed}` : '';
  return (
    <Group gap="xs">
      {first ? (
        <LinkButton
          href={`/experiments/${experiment.id}/videos?variant=${variant}&fusion=${fusion}${seed}`}
          size="xs"
          leftSection={<IconPhotoScan size={14} aria-hidden />}
        >
          Videos of this cell
        </LinkButton>
      ) : null}
      {compared.length > 1 ? (
        <LinkButton
          href={`/compare?runs=${compared.join(',')}`}
          size="xs"
          variant="default"
          leftSection={<IconArrowsDiff size={14} aria-hidden />}
        >
          {variant === 'base' ? 'Compare the seeds' : 'Compare with Base'}
        </LinkButton>
      ) : null}
    </Group>
  );
}
