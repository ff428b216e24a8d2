import { type ScanResult, scanResultSchema } from '@/domain/importReport';
import { listScanned } from '@/server/imports/listScanned';
import { createJob, type NewJob } from '@/server/jobs/createJob';
import { createLab, type Lab } from './createLab';
import { waitUntil } from './waitUntil';

type ScanInput = Extract<NewJob, { kind: 'scan_dataset' }>['input'];

/** A lab with a supervisor that reads folders as imports do. */
export async function createScanLab() {
  const lab: Lab = await createLab();
  lab.startSupervisor({ slots: 1 });
  const ended = (id: string) =>
    waitUntil(`job ${id} ended`, async () => {
      const job = await lab.db.job.findUniqueOrThrow({ where: { id } });
      return job.finishedAt !== null && job;
    });
  return {
    lab,
    ended,
    /** @returns the id of the job */
    start: (root: string, changes: Partial<ScanInput> = {}) =>
      createJob(lab.db, {
        kind: 'scan_dataset',
        title: 'Import',
        input: { name: 'Mine', slug: 'mine', layout: 'charades', root, ...changes },
      }),
    scanned: async (id: string): Promise<ScanResult> => {
      const job = await ended(id);
      if (job.status !== 'SUCCEEDED') throw new Error(job.message ?? job.status);
      return scanResultSchema.parse(job.result);
    },
    /** Ids of the videos with a finding. */
    namesOf: async (jobId: string, split: string, finding: Parameters<typeof listScanned>[1]['finding']) =>
      (await listScanned(lab.db, { jobId, split, finding, after: null, limit: 50 })).items.map(
        ({ videoId }) => videoId,
      ),
  };
}
