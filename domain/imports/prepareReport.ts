import { backboneIdSchema, backbones } from '@/domain/backbones';
import type { ImportReport, SplitReport } from '@/domain/importReport';
import { findingLabel, type ScanFinding } from '@/domain/scanFindings';
import { formatDuration } from '@/domain/text/formatDuration';

export type ReportCell = { text: string /** Whether there is a list of videos behind it. */; listed: boolean };
export type ReportRow = {
  label: string;
  /** What follows from it, in words. */
  hint: string | null;
  /** `all` = every video of the split; null where there is no list behind the numbers. */
  finding: ScanFinding | 'all' | null;
  /** Something to look at, where a split has any. */
  tone: 'plain' | 'warning';
  cells: ReportCell[];
};

/** The rows of the report, a cell a split, in the order in which one looks at them. */
export function prepareReport({ splits }: ImportReport): ReportRow[] {
  const counted = (
    finding: ScanFinding,
    label: string,
    hint: string | null,
    tone: ReportRow['tone'] = 'plain',
  ): ReportRow => ({
    ...{ label, hint, finding },
    cells: splits.map((split) => countCell(split.findings[finding] ?? 0)),
    tone: splits.some((split) => (split.findings[finding] ?? 0) > 0) ? tone : 'plain',
  });
  const rows: ReportRow[] = [
    {
      label: 'Videos',
      hint: null,
      finding: 'all',
      tone: 'plain',
      cells: splits.map(({ videos }) => countCell(videos)),
    },
    counted('labelled', 'Labelled', null),
    counted('unlabelled', 'Unlabelled', 'They stay in the ranking and count as negatives of every class.'),
    counted('missing', 'Missing', 'Not trained on; in an evaluation they rank last.', 'warning'),
    counted('undecodable', 'Not decodable', 'Not trained on; in an evaluation they rank last.', 'warning'),
    counted(
      'remarks',
      'Usable, with a remark',
      'Damaged frames, a late beginning, odd pixels and the like.',
      'warning',
    ),
    {
      ...{ label: 'Length of the usable videos', hint: null, finding: null, tone: 'plain' },
      cells: splits.map(({ seconds }) => ({ text: formatDuration(seconds), listed: false })),
    },
    counted('length_differs', 'Length differs from the CSV', 'By more than 1 s.', 'warning'),
    {
      ...{ label: 'Labelled intervals', hint: null, finding: null, tone: 'plain' },
      cells: splits.map((split) => ({ text: actionsText(split), listed: false })),
    },
    counted(
      'actions_after_end',
      'Videos with intervals beyond their end',
      'Usual in Charades: the rest of the interval labels nothing.',
    ),
    counted(
      'backward_actions',
      'Videos with intervals that end before they start',
      'Such an interval labels no frame; it still counts for the ranking.',
      'warning',
    ),
  ];
  for (const id of backboneIdSchema.options) {
    const { label, clip } = backbones[id];
    const seconds = clip.frames / clip.fps;
    rows.push(
      counted(
        `too_short:${id}`,
        `Shorter than a clip of ${label}`,
        `${clip.frames} frames at ${clip.fps} fps, ${seconds} s; the last frame is repeated.`,
      ),
      counted(
        `too_low:${id}`,
        `Too low in resolution for ${label} to focus`,
        `The shorter side has at most ${clip.resize} px, so a box of ${clip.boxSide} px of the view covers ${clip.boxSide} source pixels or fewer: the crop shows nothing new.`,
        'warning',
      ),
    );
  }
  return rows;
}

/** In a sentence about a list of videos. */
export function listTitle(split: SplitReport['split'], finding: ScanFinding | 'all'): string {
  const videos = split === 'train' ? 'Training videos' : 'Test videos';
  return finding === 'all' ? videos : `${videos}: ${findingLabel(finding)}`;
}

const mostNames = 40;

/** Names of classes, the first ones where they are many. */
export function classesText(indices: readonly number[], names: readonly string[]): string {
  const shown = indices.slice(0, mostNames).map((index) => names[index] ?? `class ${index}`);
  const more = indices.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en-GB')} more` : '');
}

function countCell(videos: number): ReportCell {
  return { text: videos.toLocaleString('en-GB'), listed: videos > 0 };
}

function actionsText({ actions, actionsAfterEnd }: SplitReport): string {
  const all = actions.toLocaleString('en-GB');
  if (actionsAfterEnd === 0) return all;
  return `${all}, ${Math.round((100 * actionsAfterEnd) / actions)} % beyond the end`;
}
