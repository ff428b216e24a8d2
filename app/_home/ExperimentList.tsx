import { Anchor, Group, Paper, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { DamagedMark } from '@/app/_components/DamagedMark';
import { ProgressLine } from '@/app/_components/ProgressLine';
import { RelativeTime } from '@/app/_components/RelativeTime';
import type { Outputs } from '@/app/_trpc/outputs';
import { backbones } from '@/domain/backbones';
import { BestRow } from './BestRow';
import classes from './ExperimentList.module.css';
import { ExperimentMenu } from './ExperimentMenu';

export type ExperimentItem = Outputs['experiment']['list']['items'][number];

/** Experiments as cards: what, how far, best row, last activity. */
export function ExperimentList({ items }: { items: ExperimentItem[] }) {
  return (
    <ul className={classes.list}>
      {items.map((item) => (
        <Paper component="li" key={item.id} withBorder p="md" radius="md" className={classes.card}>
          <div className={classes.what}>
            <Title order={2} size="h4">
              <Anchor component={Link} href={`/experiments/${item.id}`} inherit>
                {item.name}
              </Anchor>
            </Title>
            {item.damaged === null ? (
              <Text size="sm" c="dimmed">
                {subtitle(item)}
              </Text>
            ) : (
              <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
                <DamagedMark /> {item.damaged}
              </Text>
            )}
          </div>
          <div className={classes.progress}>
            <ProgressLine state={item.state} label={item.name} />
          </div>
          <div className={classes.best}>
            <BestRow best={item.best} />
          </div>
          <Group className={classes.activity} gap={4} wrap="nowrap" justify="flex-end">
            <Text size="xs" c="dimmed">
              <RelativeTime date={item.state.lastActivity} />
            </Text>
            <ExperimentMenu id={item.id} name={item.name} clonable={item.damaged === null} />
          </Group>
        </Paper>
      ))}
    </ul>
  );
}

function subtitle({ dataset, backbone, cells, seeds }: ExperimentItem): string {
  const network = Object.entries(backbones).find(([id]) => id === backbone)?.[1].label ?? backbone;
  const many = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  return [dataset?.name ?? 'dataset removed', network, many(cells, 'cell'), many(seeds.length, 'seed')].join(' · ');
}
