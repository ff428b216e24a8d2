import { summarizeScan } from '@/domain/importReport';
import type { VideoScan } from '@/domain/videoStates';
import type { Db } from '@/server/db';
import { readScans } from '@/server/imports/readScans';
import { type ListedVideoRow, saveListing } from '@/server/imports/saveListing';
import { saveScans } from '@/server/imports/saveScans';
import { settleFindings } from '@/server/imports/settleFindings';
import { startImport } from '@/server/imports/startImport';
import { claimTask } from '@/server/tasks/claimTask';
import { finishTask } from '@/server/tasks/finishTask';

export const readable: Extract<VideoScan, { state: 'ok' }> = {
  ...{ state: 'ok', frames: 300, height: 480, width: 640, durationSeconds: 10, frameRate: 30, remarks: [] },
};

export type StagedVideo = { id: string; split?: 'train' | 'test'; scan?: VideoScan } & Partial<ListedVideoRow>;

/** An import whose videos have "been read", through the real services and without any file. @returns id of the import */
export async function stageImport(
  db: Db,
  { slug, videos, finish = true }: { slug: string; videos: StagedVideo[]; finish?: boolean },
): Promise<string> {
  const taskId = await startImport(db, { name: `Set ${slug}`, slug, layout: 'charades', root: '/videos' });
  const { id: workerId } = await db.worker.create({
    data: { host: 'here', hostKey: 'key', pid: 1, engine: {}, slots: 0 },
  });
  const lease = await claimTask(db, { needs: 'little', workerId, slot: null, device: null, leaseSeconds: 30 });
  if (lease?.taskId !== taskId) throw new Error('other work was in the queue');
  const places = { train: 0, test: 0 };
  const listed = videos.map(({ scan: _, split = 'train', ...video }) => ({
    ...{ split, position: places[split]++, actions: [{ class: 0, start: 0, end: 5 }], lengthSeconds: 10 },
    ...{ path: `/videos/${video.id}.mp4`, kind: 'video' as const },
    ...video,
  }));
  await saveListing(db, lease, listed);
  await saveScans(
    db,
    lease,
    videos.map(({ id, scan = readable }) => ({ videoId: id, scan })),
  );
  const rows = await readScans(db, taskId);
  await settleFindings(db, lease, rows);
  const classes = ['red', 'green'].map((name, k) => ({ id: `c00${k}`, name }));
  const result = { classes, notes: ['Staged.'], report: summarizeScan(rows, { classes: 2 }), datasetId: null };
  if (finish) await finishTask(db, lease, { outcome: 'SUCCEEDED', result });
  return taskId;
}
