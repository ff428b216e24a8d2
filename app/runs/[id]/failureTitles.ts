import type { ErrorCode } from '@/domain/errors';

/** What went wrong, in a few words, and what helps besides what the message says. */
export const failureTitles = {
  bad_request: { title: 'Refused', remedy: 'Change the config in a clone of this run.' },
  not_found: { title: 'Something is missing', remedy: 'Put it back, then retry.' },
  conflict: { title: 'In conflict', remedy: 'Retry.' },
  config_invalid: { title: 'Config refused', remedy: 'Change the config in a clone of this run.' },
  engine_missing: { title: 'No engine on the worker', remedy: 'Run `npm run doctor` on its host, then retry.' },
  ffmpeg_missing: { title: 'No ffmpeg on the worker', remedy: 'Run `npm run doctor` on its host, then retry.' },
  dataset_missing: {
    title: 'Dataset not found',
    remedy: 'Put the files back or import the dataset again, then retry.',
  },
  dataset_invalid: { title: 'Dataset not readable', remedy: 'Mend the file that the message names, then retry.' },
  video_missing: { title: 'Video not found', remedy: 'Put the file back, then retry.' },
  video_undecodable: { title: 'Video cannot be decoded', remedy: 'Replace the file, then retry.' },
  checkpoint_missing: { title: 'Checkpoint not found', remedy: 'Retry from the start.' },
  checkpoint_invalid: { title: 'Checkpoint not readable', remedy: 'Retry from the start.' },
  base_damaged: {
    title: 'Weights of its base are damaged',
    remedy: 'Restore them; this run goes on by itself.',
  },
  base_failed: { title: 'Base run failed', remedy: 'Retry the base run; this one goes on by itself.' },
  loss_not_finite: {
    title: 'Training diverged',
    remedy: 'Lower the learning rate or lengthen the warm-up in a clone of this run.',
  },
  out_of_memory: {
    title: 'Out of memory',
    remedy: 'Make one of these changes in a clone of this run, or use a larger worker.',
  },
  disk_full: { title: 'Disk full', remedy: 'Make room, then retry: it goes on from the last checkpoint.' },
  disk_fault: { title: 'Folder or disk not usable', remedy: 'Mend what the message names, then retry.' },
  artifact_corrupt: { title: 'Stored file damaged', remedy: 'Retry from the start.' },
  damaged: { title: 'Stored data damaged', remedy: 'Do what the message says, then retry.' },
  fenced: { title: 'Taken over', remedy: 'Retry.' },
  database_unreachable: { title: 'Database out of reach', remedy: 'Start the database, then retry.' },
  worker_lost: { title: 'Worker lost', remedy: 'Look at the log and the memory of its host, then retry.' },
  internal: { title: 'Internal error', remedy: 'Look at the log; if it says nothing, report this as a bug.' },
} as const satisfies Record<ErrorCode, { title: string; remedy: string }>;

/** The same for whatever code a row holds. */
export function failureTitle(code: string | null): { title: string; remedy: string } {
  return Object.entries(failureTitles).find(([known]) => known === code)?.[1] ?? failureTitles.internal;
}
