'use client';

import { Chip, Group, Paper, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { useHeatStyle } from '@/app/_components/frames/useHeatStyle';
import { Labelled } from '@/app/_components/Labelled';
import { type VariantId, variantIdSchema, variantOf } from '@/domain/variants';
import { clipScoresOf } from './clipScoresOf';
import { HeatControls } from './HeatControls';
import { MakeAgain } from './MakeAgain';
import { PicturesNotice } from './PicturesNotice';
import { Playback } from './Playback';
import { prepareScores } from './prepareScores';
import { useClipPictures } from './useClipPictures';
import { useVideoState, type Video, type VideoColumn, type VideoEvaluation } from './useVideoState';
import { VariantCard } from './VariantCard';
import { scoreScopes } from './videoParams';

type VideoCompareProps = { video: Video; variant: VariantId; column: VideoColumn };

/** All rows of Table 2 on one video, in step. */
export function VideoCompare({ video, variant, column }: VideoCompareProps) {
  const state = useVideoState(video, variant);
  const { clip, frame, scope, shown } = state;
  const [heat, setHeat] = useHeatStyle();
  const pictures = useClipPictures(clip);
  const base = video.evaluations.find((evaluation) => evaluation.variant === 'base');
  const scoresOf = (evaluation: VideoEvaluation) =>
    scope === 'video' || !clip
      ? evaluation.scores
      : clipScoresOf(evaluation.clipScores, { clip: clip.clip, classes: video.classes.length });
  return (
    <Stack gap="md">
      <PicturesNotice video={video} column={column} />
      {clip ? (
        <Paper withBorder p="md" component="section" aria-label="Playback">
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
            <Playback video={video} clip={clip} state={state} />
            <HeatControls heat={heat} onChange={setHeat} />
          </SimpleGrid>
        </Paper>
      ) : null}
      <Group justify="space-between" align="flex-end" gap="sm">
        <Chip.Group
          multiple
          value={shown.map((evaluation) => evaluation.variant)}
          onChange={(next) => state.setShown(variantIdSchema.array().parse(next))}
        >
          <Group gap={6} role="group" aria-label="Rows on show">
            {video.evaluations.map(({ variant: id }) => (
              <Chip key={id} value={id} size="sm" variant="light">
                {variantOf(id).label}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {clip ? (
          <Labelled label="Scores of">
            <SegmentedControl
              aria-label="Scores of"
              data={[
                { value: 'video', label: `the video (${base?.protocol?.pooling ?? 'max'} over clips)` },
                { value: 'clip', label: 'this clip' },
              ]}
              value={scope}
              onChange={(value) => state.setScope(scoreScopes.find((option) => option === value) ?? 'video')}
            />
          </Labelled>
        ) : null}
      </Group>
      {pictures.error ? (
        <MakeAgain title="The frames could not be loaded" error={pictures.error} column={column} />
      ) : null}
      {video.otherProtocol.length > 0 ? (
        <Text size="sm" c="dimmed">
          Evaluated on other clips, so not shown here: {video.otherProtocol.map((id) => variantOf(id).label).join(', ')}
          .
        </Text>
      ) : null}
      {shown.length === 0 ? <Text c="dimmed">Choose a row above to see what it looked at.</Text> : null}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        {shown.map((evaluation) => (
          <VariantCard
            key={evaluation.id}
            evaluation={evaluation}
            clip={clip}
            frameSize={video.size}
            column={column}
            pictures={pictures}
            frame={frame}
            heat={heat}
            bars={prepareScores({
              scores: scoresOf(evaluation),
              base: base && evaluation.id !== base.id ? scoresOf(base) : null,
              trueClasses: video.trueClasses,
              classNames: video.classes.map(({ name }) => name),
            })}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}
