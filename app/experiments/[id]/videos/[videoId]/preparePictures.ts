import { formatBytes } from '@/app/_components/formatBytes';
import type { Video } from './useVideoState';

export type PicturesLook = {
  title: string;
  text: string;
  /** Wishes on their way or refused, a line a run. */
  requests: { runId: string; text: string; failed: boolean }[];
  /** Offer to make what is missing. */
  offer: boolean;
};

/** What there is to say about the maps and frames of a video; null where all are kept within the budget. */
export function preparePictures({
  pictures,
  evaluations,
}: Pick<Video, 'pictures' | 'evaluations'>): PicturesLook | null {
  const { missingFrom, framesMissing, expectedBytes, madeBytes } = pictures;
  const leftOut = evaluations.filter(({ maps }) => maps === 'left_out').length;
  const requests = pictures.requests.map(({ runId, runName, status, message }) => ({
    runId,
    text: message === null ? `${runName}: ${atWork(status)}` : `${runName} could not make them: ${message}`,
    failed: message !== null,
  }));
  const asked = new Set(pictures.requests.filter(({ message }) => message === null).map(({ runId }) => runId));
  const offer = missingFrom.some(({ runId }) => !asked.has(runId));
  if (missingFrom.length === 0) {
    if (madeBytes === null) return null;
    const text = `They take ${formatBytes(madeBytes)} beyond the disk budget of the run.`;
    return { title: 'Maps and frames made on demand', text, requests, offer: false };
  }
  const what = [...(framesMissing ? ['frames'] : []), ...(leftOut > 0 ? [`maps of ${rows(leftOut)}`] : [])].join(
    ' and ',
  );
  const size =
    expectedBytes === null
      ? ''
      : ` Made on demand they take about ${formatBytes(expectedBytes)} of disk beyond the budget.`;
  return {
    title: asked.size > 0 && !offer ? `The ${what} are being made` : `The ${what} are not stored`,
    text: `The disk budget of the run keeps maps and frames of a part of the videos. Boxes and scores are those of the evaluation.${size}`,
    requests,
    offer,
  };
}

function rows(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`;
}

function atWork(status: string | null): string {
  if (status === 'RUNNING' || status === 'CLAIMED') return 'at work';
  return status === 'QUEUED' ? 'waits for a worker' : 'asked';
}
