/** What is told of imported weights wherever they are shown. */
export type WeightsFacts = {
  name: string;
  backbone: string;
  /** Classes of the head; null where it was left out and is drawn anew. */
  classes: number | null;
  format: string;
  /** Bytes as stored here. */
  size: number;
  sourcePath: string;
  createdAt: Date;
};

/** The columns that hold them. */
export const weightsFactsSelect = {
  name: true,
  backbone: true,
  classes: true,
  format: true,
  sourcePath: true,
  createdAt: true,
  artifact: { select: { size: true } },
} as const;
