import { Stack, Text } from '@mantine/core';
import { RelativeTime } from '@/app/_components/RelativeTime';
import { prepareEngine } from './prepareEngine';
import type { Worker } from './WorkerCard';

/** The few workers that stopped last, a line each. */
export function StoppedWorkers({ workers }: { workers: Worker[] }) {
  const stopped = workers.flatMap((worker) =>
    worker.stoppedAt === null ? [] : [{ ...worker, stoppedAt: worker.stoppedAt }],
  );
  if (stopped.length === 0) return null;
  return (
    <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label="Stopped workers">
      {stopped.map(({ id, host, pid, engine, stoppedAt }) => (
        <Text key={id} component="li" size="sm" c="dimmed">
          {host}, process {pid} ({prepareEngine(engine).device}) stopped <RelativeTime date={stoppedAt} />
        </Text>
      ))}
    </Stack>
  );
}
