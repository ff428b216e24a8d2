/** Scores that somebody else computed, as a row beside ours. Never made here: marked wherever they are shown. */
export type SubmissionRow = {
  id: string;
  name: string;
  fileName: string;
  /** In [0, 1], by the official rules against the annotations of the whole split; NaN where no class has a positive. */
  map: number;
  wap: number;
  classAp: number[];
  split: string;
  /** Videos of the split, and those that the file does not have: they rank last. */
  videos: number;
  missing: number;
  /** Lines whose video is not in the split. */
  unknown: number;
  createdAt: Date;
};
