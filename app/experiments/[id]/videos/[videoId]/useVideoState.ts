'use client';

import { throttle, useQueryStates } from 'nuqs';
import type { Inputs, Outputs } from '@/app/_trpc/outputs';
import { focusClip } from '@/domain/focusClip';
import { type VariantId, variantIds } from '@/domain/variants';
import { type ScoreScope, videoParams } from './videoParams';

export type Video = Outputs['gallery']['byVideo'];
export type VideoEvaluation = Video['evaluations'][number];
/** Which video, in which column of Table 2, for which seed. */
export type VideoColumn = Inputs['gallery']['byVideo'];

/**
 * What of the video is on show, kept in the URL: by default all evaluated rows and the middle frame of the clip that speaks for the
 * video in the chosen row.
 */
export function useVideoState(video: Video, variant: VariantId) {
  const [params, setParams] = useQueryStates(videoParams, { limitUrlUpdates: throttle(400) });
  const leading = video.evaluations.find((evaluation) => evaluation.variant === variant) ?? video.evaluations[0];
  const usual = leading ? focusClip(leading.clipScores, video.classes.length, video.trueClasses) : 0;
  const clip = video.clips.find((candidate) => candidate.clip === (params.clip ?? usual + 1) - 1) ?? video.clips[0];
  const frames = clip?.frames ?? 1;
  const frame = Math.min(frames, Math.max(1, params.frame ?? Math.floor(frames / 2) + 1)) - 1;
  const shown = params.show ?? video.evaluations.map((evaluation) => evaluation.variant);
  return {
    clip: clip ?? null,
    frame,
    shown: video.evaluations.filter((evaluation) => shown.includes(evaluation.variant)),
    scope: params.scores,
    setClip: (next: number) => setParams({ clip: next + 1 }),
    setFrame: (next: number) => setParams({ frame: next + 1 }),
    setScope: (scores: ScoreScope) => setParams({ scores }),
    setShown: (next: VariantId[]) => {
      const all = next.length === video.evaluations.length;
      return setParams({ show: all ? null : variantIds.filter((id) => next.includes(id)) });
    },
  };
}
export type VideoState = ReturnType<typeof useVideoState>;
