'use client';

import { Anchor, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconEyeOff, IconFocusCentered, IconMinus, IconTargetOff } from '@tabler/icons-react';
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
import { BoxSketch } from './BoxSketch';
import { boxHit } from './boxHit';
import { FocusedCrops } from './FocusedCrops';
import { MakeAgain } from './MakeAgain';
import type { ScoreBar } from './prepareScores';
import { ScoreBars } from './ScoreBars';
import type { ClipPictures } from './useClipPictures';
import type { Video, VideoColumn, VideoEvaluation } from './useVideoState';
import classes from './VariantCard.module.css';

type VariantCardProps = {
  evaluation: VideoEvaluation;
  clip: Video['clips'][number] | null;
  /** Pixels of a frame; null where unknown. */
  frameSize: Video['size'];
  column: VideoColumn;
  pictures: ClipPictures;
  frame: number;
  heat: HeatStyle;
  bars: ScoreBar[];
};

/** One row of Table 2 on this video: what it looked at, what it saw there, what it concluded. */
export function VariantCard(props: VariantCardProps) {
  const { evaluation, clip, frameSize, column, pictures, frame, heat, bars } = props;
  const { label, cropSource } = variantOf(evaluation.variant);
  const maps = useSaliencyMaps(
    evaluation.maps === 'kept' || evaluation.maps === 'made'
      ? { evaluationId: evaluation.id, position: evaluation.position }
      : null,
  );
  const box = clip ? boxOfClip(evaluation.boxes, clip.clip) : null;
  const found = !clip || !evaluation.noSaliency.includes(clip.clip);
  const side = evaluation.mapSide ?? 0;
  const map = clip && found && maps.data ? mapOfClip(maps.data, { clip: clip.clip, side }) : null;
  const size = clip ? { width: clip.originalWidth, height: clip.originalHeight } : null;
  const scores =
    evaluation.scores.length > 0 ? (
      <ScoreBars bars={bars} label={`Scores of ${label}`} />
    ) : (
      <Text size="sm" c="dimmed">
        No scores: the video could not be read, so it ranks last in every class.
      </Text>
    );
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
        {!clip && evaluation.boxes.length > 0 ? (
          <BoxSketch boxes={evaluation.boxes} size={frameSize} label={`Boxes of ${label}`} />
        ) : null}
        {clip && size ? (
          <div className={classes.looks}>
            <div className={classes.whole}>
              <FrameCanvas
                picture={pictures.original}
                frames={clip.frames}
                columns={clip.columns}
                frame={frame}
                size={size}
                overlay={{ view: clip.view, map, heat, box: found ? box : null }}
                label={`${label}: frame ${frame + 1}${map ? ' with saliency' : ''}${box && found ? ' and box' : ''}`}
              />
            </div>
            {box ? (
              <FocusedCrops {...{ box, pictures, layout: clip, frame, size, used: cropSource }} />
            ) : (
              <div className={classes.aside}>{scores}</div>
            )}
          </div>
        ) : null}
        {maps.error ? <MakeAgain title="The saliency could not be loaded" error={maps.error} column={column} /> : null}
        {evaluation.maps === 'left_out' ? (
          <Text size="xs" c="dimmed">
            The disk budget of this run left the saliency of this video out.
          </Text>
        ) : null}
        {found ? null : (
          <Group gap={6} wrap="nowrap" align="flex-start">
            <FactBadge icon={IconEyeOff} color="gray" text="no saliency" />
            <Text size="xs" c="dimmed">
              The map of this clip singles no place out: it is zero, the same everywhere, or not a number. The network
              was shown the centre of the view.
            </Text>
          </Group>
        )}
        {!clip && evaluation.noSaliency.length > 0 ? (
          <Text size="xs" c="dimmed">
            {evaluation.noSaliency.length} of its clips had no saliency and took the centre box.
          </Text>
        ) : null}
        {box && clip && found ? <Hit hit={boxHit(evaluation.hits[clip.clip])} /> : null}
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
