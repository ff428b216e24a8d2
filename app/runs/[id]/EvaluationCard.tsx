import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconDownload, IconPhoto } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CopyValue } from '@/app/_components/CopyValue';
import { configText } from '@/app/_components/configText';
import { formatScore } from '@/app/_components/formatScore';
import { LinkButton } from '@/app/_components/LinkButton';
import { OracleMark } from '@/app/_components/OracleMark';
import { noSaliencyText } from '@/domain/noSaliencyText';
import { protocolText } from '@/domain/table2/protocolText';
import { unreadText } from '@/domain/table2/unreadNotes';
import type { Evaluation, Run } from './run';

/** The scores of one evaluation, how they came about, and the way to its videos. */
export function EvaluationCard({ evaluation, run }: { evaluation: Evaluation; run: Run }) {
  const { id, variant, fusion, oracle, map, wap, sampledMap, boxHitRate, checkpointStep, hash, _count } = evaluation;
  const { classAp, measured, saliency, unreadVideos } = evaluation;
  const leftOut = classAp.filter(Number.isNaN).length;
  const name = configText('variant', variant);
  const gallery = new URLSearchParams({ variant, fusion, seed: String(run.seed) });
  return (
    <Paper withBorder p="md" component="article" aria-label={`Evaluation ${name}`}>
      <Stack gap="md">
        <Group justify="space-between" align="center">
          <Group gap={4}>
            <Title order={2} size="h5">
              {name}
            </Title>
            {oracle ? <OracleMark /> : null}
          </Group>
          <Group gap="xs">
            <Button
              component="a"
              href={`/api/evaluations/${id}/submission`}
              download
              variant="default"
              size="xs"
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              Submission file
            </Button>
            <LinkButton
              href={`/experiments/${run.experiment.id}/videos?${gallery}`}
              variant="default"
              size="xs"
              leftSection={<IconPhoto size={15} aria-hidden />}
            >
              {_count.videos.toLocaleString('en-GB')} videos
            </LinkButton>
          </Group>
        </Group>
        <Group gap="xl" align="flex-end">
          <Score label="mAP" value={formatScore(map)} large />
          <Score label="wAP" value={formatScore(wap)} />
          {boxHitRate === null ? null : <Score label="Box hit rate" value={formatScore(boxHitRate)} />}
        </Group>
        <Stack gap={2}>
          <Text size="xs" c="dimmed">
            {measured
              ? protocolText(measured)
              : 'its protocol cannot be read: the row is damaged, or of another version'}{' '}
            · checkpoint of step {checkpointStep.toLocaleString('en-GB')}
          </Text>
          {sampledMap === null ? null : (
            <Text size="xs" c="dimmed">
              mAP against the labels of the sampled frames: {formatScore(sampledMap)}, for comparison with other code
            </Text>
          )}
          {!saliency || saliency.without === 0 ? null : (
            <Text size="xs" c="dimmed">
              {noSaliencyText(saliency)}: their box is the centre one, and counts in no hit rate
            </Text>
          )}
          {unreadVideos === 0 ? null : (
            <Text size="xs" c="dimmed">
              {unreadText(unreadVideos)} of {_count.videos.toLocaleString('en-GB')}, and rank last
            </Text>
          )}
          {leftOut === 0 ? null : (
            <Text size="xs" c="dimmed">
              {leftOut} of {classAp.length} classes have no positive in the split and are in no mean
            </Text>
          )}
          <Group gap={6}>
            <Text size="xs" c="dimmed">
              Hash
            </Text>
            <CopyValue value={hash} shown={hash.slice(0, 12)} label="hash of the evaluation" />
          </Group>
        </Stack>
      </Stack>
    </Paper>
  );
}

function Score({ label, value, large = false }: { label: string; value: ReactNode; large?: boolean }) {
  return (
    <Stack gap={0}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fz={large ? 28 : 18} fw={650} lh={1.2}>
        {value}
      </Text>
    </Stack>
  );
}
