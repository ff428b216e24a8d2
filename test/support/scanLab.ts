import { type ScanResult, scanResultSchema } from '@/domain/importReport';
import { listScanned } from '@/server/imports/listScanned';
import { createImport, type NewImport } from '@/server/tasks/createImport';
import { createLab, type Lab } from './createLab';
import { waitUntil } from './waitUntil';

type ScanInput = Extract<NewImport, { kind: 'scan' }>['input'];

/** A lab with a supervisor that reads folders as imports do. */
export async function createScanLab() {
  const lab: Lab = await createLab();
  lab.startSupervisor({ slots: 1 });
  const ended = (id: string) =>
    waitUntil(`import ${id} ended`, async () => {
      const task = await lab.db.task.findUniqueOrThrow({ where: { id } });
      return task.finishedAt !== null && task;
    });
  return {
    lab,
    ended,
    /** @returns the id of the import */
    start: (root: string, changes: Partial<ScanInput> = {}) =>
      createImport(lab.db, {
        kind: 'scan',
        title: 'Import',
        input: { name: 'Mine', slug: 'mine', layout: 'charades', root, ...changes },
      }),
    scanned: async (id: string): Promise<ScanResult> => {
      const task = await ended(id);
      if (task.status !== 'SUCCEEDED') throw new Error(task.statusMessage ?? task.status);
      return scanResultSchema.parse(task.result);
    },
    /** Ids of the videos with a finding. */
    namesOf: async (taskId: string, split: string, finding: Parameters<typeof listScanned>[1]['finding']) =>
      (await listScanned(lab.db, { taskId, split, finding, after: null, limit: 50 })).items.map(
        ({ videoId }) => videoId,
      ),
  };
}
