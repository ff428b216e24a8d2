import { z } from 'zod';
import { type DatasetSplit, datasetSplitIds, datasetSplitSchema } from '@/domain/datasetSplits';
import { type Action, datasetClassesSchema } from './datasetClass';
import { listReadingSchema } from './listReading';
import { endsAfter, findingsOf, type ScanFinding, scanFindingSchema } from './scanFindings';
import type { VideoScan } from './videoStates';

/** What a split of a data set that is being imported holds; every count of `findings` has a list of videos behind it. */
const splitReportSchema = z.object({
  split: datasetSplitSchema,
  videos: z.int(),
  /** Videos per finding; those that no video has are left out. */
  findings: z.partialRecord(scanFindingSchema, z.int()),
  /** Seconds of the usable videos. */
  seconds: z.number(),
  /** Labelled intervals, and those that end after their video. */
  actions: z.int(),
  actionsAfterEnd: z.int(),
  /** Classes that no video of the split shows: they have no AP. */
  emptyClasses: z.array(z.int()),
});

export const importReportSchema = z.object({
  splits: z.array(splitReportSchema),
  /** Why videos cannot be used, commonest first. */
  reasons: z.array(z.object({ reason: z.string(), videos: z.int() })),
});
export type SplitReport = z.infer<typeof splitReportSchema>;
export type ImportReport = z.infer<typeof importReportSchema>;

/** The result of a task `scan`. */
export const scanResultSchema = z.object({
  classes: datasetClassesSchema,
  /** How the folder was read: where the videos are, how the split was made. */
  notes: z.array(z.string()),
  /** Where the order of the classes comes from, a sentence; null in reports of earlier versions. */
  classOrder: z.string().nullable().default(null),
  /** How each annotation file was understood. */
  lists: z.array(listReadingSchema).default([]),
  report: importReportSchema,
  /** The data set that was made of it; null while nobody has asked for it. */
  datasetId: z.uuid().nullable(),
});
export type ScanResult = z.infer<typeof scanResultSchema>;

export type ScannedRow = {
  split: DatasetSplit;
  path: string;
  actions: Action[];
  lengthSeconds: number | null;
  scan: VideoScan;
};

const mostReasons = 20;

/** Counts what reading all videos of a data set has found. */
export function summarizeScan(rows: ScannedRow[], { classes }: { classes: number }): ImportReport {
  const reasons = new Map<string, number>();
  for (const { scan, path } of rows) {
    if (scan.state === 'ok') continue;
    const reason = scan.state === 'missing' ? 'The file is missing.' : reasonOf(scan.message, path);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return {
    splits: datasetSplitIds.map((split) =>
      splitReport(
        split,
        rows.filter((row) => row.split === split),
        classes,
      ),
    ),
    reasons: [...reasons]
      .map(([reason, videos]) => ({ reason, videos }))
      .sort((a, b) => b.videos - a.videos || (a.reason < b.reason ? -1 : 1))
      .slice(0, mostReasons),
  };
}

function splitReport(split: SplitReport['split'], rows: ScannedRow[], classes: number): SplitReport {
  const findings = new Map<ScanFinding, number>();
  const shown = new Set<number>();
  let seconds = 0;
  let actions = 0;
  let actionsAfterEnd = 0;
  for (const row of rows) {
    for (const finding of findingsOf(row)) findings.set(finding, (findings.get(finding) ?? 0) + 1);
    const duration = row.scan.state === 'ok' ? row.scan.durationSeconds : null;
    const end = row.lengthSeconds ?? duration ?? Number.POSITIVE_INFINITY;
    seconds += duration ?? 0;
    actions += row.actions.length;
    actionsAfterEnd += row.actions.filter((action) => endsAfter(action, end)).length;
    for (const action of row.actions) shown.add(action.class);
  }
  const emptyClasses = Array.from({ length: classes }, (_, index) => index).filter((index) => !shown.has(index));
  const counts = Object.fromEntries(findings);
  return { split, videos: rows.length, findings: counts, seconds, actions, actionsAfterEnd, emptyClasses };
}

/** The first sentence of a message, without what differs from video to video: the path, and numbers. */
export function reasonOf(message: string, path: string): string {
  const [sentence = message] = message.split(/\. (?=[A-Z])/);
  const nameless = sentence.replace(`The video ${path}`, 'The video').replace(path, 'The video');
  return `${nameless.replace(/\b\d+(?:\.\d+)?\b/g, 'n').replace(/\.$/, '')}.`;
}
