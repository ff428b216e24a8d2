'use client';

import { Alert, Button, Group, List, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconArrowRight, IconFlask, IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { DataPanel } from '@/app/_components/DataPanel';
import { LinkButton } from '@/app/_components/LinkButton';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { rateText } from '@/app/_components/rateText';
import { useTRPC } from '@/app/_trpc/client';
import { formatDuration } from '@/domain/text/formatDuration';

/** The first thing to do on an empty database: train Table 2 on the bundled data set. */
export function DemoOffer() {
  const trpc = useTRPC();
  const router = useRouter();
  const query = useQuery(trpc.experiment.demo.queryOptions());
  const create = useMutation(
    trpc.experiment.createDemo.mutationOptions({
      onSuccess: ({ experimentId }) => router.push(`/experiments/${experimentId}`),
      onError: notifyFailure('The demo was not started'),
    }),
  );
  return (
    <DataPanel query={query} what="the demo">
      {({ plan, ready }) => (
        <Paper withBorder p={{ base: 'md', sm: 'xl' }} radius="md" maw={760} mx="auto" w="100%">
          <Stack>
            <Group gap="sm" wrap="nowrap">
              <ThemeIcon variant="light" size={44} radius="xl" aria-hidden>
                <IconFlask size={24} />
              </ThemeIcon>
              <Title order={2} size="h3" textWrap="balance">
                Train Table 2 on MicroCharades
              </Title>
            </Group>
            <Text>
              Nothing was trained here yet. The bundled experiment trains the ablation of the paper on a small data set
              of rendered video, live, on this machine:
            </Text>
            <List spacing={6} size="sm">
              <List.Item>
                {plan.trainings} trainings of a small 3-D network fill {plan.cells} cells of the table: the base first,
                then every row in both columns from its weights.
              </List.Item>
              <List.Item>
                About {formatDuration(Math.ceil(plan.wallSeconds / 60) * 60)} with {plan.slots}{' '}
                {plan.slots === 1 ? 'run' : 'runs'} at a time, {rateText(plan.rate)}.
              </List.Item>
              <List.Item>
                Numbers appear in the table as runs finish; each leads to the videos behind it and to what the network
                looked at.
              </List.Item>
            </List>
            {ready ? null : (
              <Alert variant="light" icon={<IconInfoCircle aria-hidden />} title="The data set is not registered yet">
                It is rendered when the workbench starts for the first time; this takes a minute. If it does not appear,{' '}
                <code>npm run doctor</code> says what is missing.
              </Alert>
            )}
            {plan.workersPresent ? null : (
              <Alert variant="light" color="yellow" icon={<IconInfoCircle aria-hidden />} title="No worker is running">
                Runs will wait in the queue. <code>npm start</code> starts the workers together with the workbench.
              </Alert>
            )}
            <Group>
              <Button
                size="md"
                disabled={!ready}
                loading={create.isPending || create.isSuccess}
                onClick={() => create.mutate()}
                rightSection={<IconArrowRight size={18} aria-hidden />}
              >
                Start the demo
              </Button>
              <LinkButton href="/experiments/new" variant="default" size="md">
                Set up my own
              </LinkButton>
            </Group>
          </Stack>
        </Paper>
      )}
    </DataPanel>
  );
}
