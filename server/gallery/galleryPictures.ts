import type { RunStatus } from '@/domain/runStatus';
import type { Db } from '@/server/db';
import type { VideoEvaluation } from './videoEvaluations';

/** Maps and frames of one video that the disk budget left out, and what became of the wish to see them. */
export type GalleryPictures = {
  /** Runs that would have to make something: its maps in their evaluations, and one of them the frames. */
  missingFrom: { runId: string; runName: string }[];
  framesMissing: boolean;
  /** What they will take on the disk, about; null where no video has stored frames to judge by. */
  expectedBytes: number | null;
  /** What those that were made on demand take; null where none were. */
  madeBytes: number | null;
  /** Wishes that are not fulfilled. `status`: of the task that makes them; `message`: why they cannot be. */
  requests: { runId: string; runName: string; status: RunStatus | null; message: string | null }[];
};

export async function galleryPictures(
  db: Db,
  video: {
    videoId: string;
    datasetId: string;
    protocolKey: string;
    evaluations: VideoEvaluation[];
    framesStored: boolean;
  },
): Promise<GalleryPictures> {
  const { videoId, evaluations, framesStored } = video;
  const readable = evaluations.filter(({ scores }) => scores.length > 0);
  const framesMissing = !framesStored && readable.length > 0;
  const leftOut = readable.filter(({ maps }) => maps === 'left_out');
  // Somebody has to make the frames: the run of a row rather than Base, which may belong to another experiment.
  const forFrames = framesMissing && leftOut.length === 0 ? readable.slice(-1) : [];
  const runs = new Map([...leftOut, ...forFrames].map(({ runId, runName }) => [runId, runName]));
  const made = evaluations.filter(({ maps }) => maps === 'made');
  const requests = await db.galleryRequest.findMany({
    where: { videoId, runId: { in: evaluations.map(({ runId }) => runId) } },
    orderBy: [{ createdAt: 'asc' }, { runId: 'asc' }],
    select: {
      runId: true,
      message: true,
      run: {
        select: {
          name: true,
          tasks: { where: { kind: 'pictures' }, orderBy: { createdAt: 'desc' }, take: 1, select: { status: true } },
        },
      },
    },
  });
  return {
    missingFrom: [...runs].map(([runId, runName]) => ({ runId, runName })),
    framesMissing,
    expectedBytes: runs.size === 0 ? null : await expectedBytes(db, { ...video, leftOut, framesMissing }),
    madeBytes: made.length === 0 ? null : await storedBytes(db, video, made),
    requests: requests.map(({ run, ...request }) => ({
      ...request,
      runName: run.name,
      status: run.tasks[0]?.status ?? null,
    })),
  };
}

type Strips = { datasetId: string; protocolKey: string };

async function expectedBytes(
  db: Db,
  { leftOut, framesMissing, datasetId, protocolKey }: Strips & { leftOut: VideoEvaluation[]; framesMissing: boolean },
): Promise<number | null> {
  const maps = leftOut.reduce((sum, { mapSide, protocol }) => sum + (protocol?.clips ?? 0) * (mapSide ?? 0) ** 2, 0);
  if (!framesMissing) return maps;
  const frames = await stripBytes(db, { datasetId, protocolKey });
  return frames === null ? null : maps + frames;
}

/** Mean bytes of the strips of a video with these clips, or those of one video; null where none are stored. */
async function stripBytes(
  db: Db,
  { datasetId, protocolKey, videoId = null }: Strips & { videoId?: string | null },
): Promise<number | null> {
  const [row] = await db.$queryRaw<{ bytes: number | null }[]>`
    select (sum(o.size + r.size) / count(distinct f.video_id))::float8 as bytes
    from clip_frames f
    join artifacts o on o.id = f.original_artifact_id
    join artifacts r on r.id = f.resized_artifact_id
    where f.dataset_id = ${datasetId}::uuid and f.protocol_key = ${protocolKey}
      and (${videoId}::text is null or f.video_id = ${videoId})`;
  return row?.bytes ?? null;
}

async function storedBytes(db: Db, video: Strips & { videoId: string }, made: VideoEvaluation[]): Promise<number> {
  const maps = made.reduce((sum, { mapSide, protocol }) => sum + (protocol?.clips ?? 0) * (mapSide ?? 0) ** 2, 0);
  return maps + ((await stripBytes(db, video)) ?? 0);
}
