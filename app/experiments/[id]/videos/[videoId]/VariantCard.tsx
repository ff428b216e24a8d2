'use client';

import { Anchor, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconFocusCentered, IconMinus, IconTargetOff } from '@tabler/icons-react';
import Link from 'next/link';
import { describeVariant } from '@/app/_components/describeVariant';
import { FrameCanvas } from '@/app/_components/frames/FrameCanvas';
import type { HeatStyle } from '@/app/_components/frames/heatPixels';
import { mapOfClip } from '@/app/_components/frames/mapOfClip';
import { useSaliencyMaps } from '@/app/_components/frames/useSaliencyMaps';
import { OracleMark } from '@/app/_components/OracleMark';
import { boxOfClip } from '@/domain/boxOfClip';
import { variantOf } from '@/domain/variants';
import { FactBadge } from '../FactBadge';
import { boxHit } from './boxHit';
import { FocusedCrops } from './FocusedCrops';
import type { ScoreBar } from './prepareScores';
import { ScoreBars } from './ScoreBars';
import type { ClipPictures } from './useClipPictures';
import type { Video, VideoEvaluation } from './useVideoState';
import classes from './VariantCard.module.css';

type VariantCardProps = {
  evaluation: VideoEvaluation;
  clip: Video['clips'][number] | null;
  pictures: ClipPictures;
  frame: number;
  heat: HeatStyle;
  bars: ScoreBar[];
};

/** One row of Table 2 on this video: what it looked at, what it saw there, what it concluded. */
export function VariantCard({ evaluation, clip, pictures, frame, heat, bars }: VariantCardProps) {
  const { label, cropSource } = variantOf(evaluation.variant);
  const maps = useSaliencyMaps(
    evaluation.hasMaps ? { evaluationId: evaluation.id, position: evaluation.position } : null,
  );
  const box = clip ? boxOfClip(evaluation.boxes, clip.clip) : null;
  const side = evaluation.mapSide ?? 0;
  const map = clip && maps.data ? mapOfClip(maps.data, { clip: clip.clip, side }) : null;
  const size = clip ? { width: clip.originalWidth, height: clip.originalHeight } : null;
  const scores = <ScoreBars bars={bars} label={`Scores of ${label}`} />;
  return (
    <Card withBorder padding="md" className={classes.card} component="section" aria-label={label}>
      <Stack gap="sm">
        <div>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Title order={2} size="h5">
              {label}
            </Title>
            {evaluation.oracle ? <OracleMark /> : null}
          </Group>
          <Text size="xs" c="dimmed">
            {describeVariant(variantOf(evaluation.variant))} ·{' '}
            <Anchor component={Link} href={`/runs/${evaluation.runId}`} size="xs" underline="always">
              run
            </Anchor>
          </Text>
        </div>
        {clip && size ? (
          <div className={classes.looks}>
            <div className={classes.whole}>
              <FrameCanvas
                picture={pictures.original}
                frames={clip.frames}
                frame={frame}
                size={size}
                overlay={{ view: clip.view, map, heat, box }}
                label={`${label}: frame ${frame + 1}${map ? ' with saliency' : ''}${box ? ' and box' : ''}`}
              />
            </div>
            {box ? (
              <FocusedCrops {...{ box, pictures, frames: clip.frames, frame, size, used: cropSource }} />
            ) : (
              <div className={classes.aside}>{scores}</div>
            )}
          </div>
        ) : null}
        {maps.error ? <Text size="xs">The saliency could not be loaded: {maps.error.message}</Text> : null}
        {box && clip ? <Hit hit={boxHit(evaluation.hits[clip.clip])} /> : null}
        {box || !clip ? scores : null}
      </Stack>
    </Card>
  );
}

const icons = { hit: IconFocusCentered, miss: IconTargetOff, none: IconMinus };
const colours = { hit: 'teal', miss: 'orange', none: 'gray' };

function Hit({ hit }: { hit: ReturnType<typeof boxHit> }) {
  if (!hit) return null;
  return (
    <Group gap={6} wrap="nowrap">
      <FactBadge
        icon={icons[hit.state]}
        color={colours[hit.state]}
        text={hit.state === 'none' ? 'no truth' : hit.state}
      />
      <Text size="xs" c="dimmed">
        {hit.text}
      </Text>
    </Group>
  );
}
