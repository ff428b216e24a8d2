/** A number of Table 1 of the paper ("Focused Attention for Action Recognition", BMVC 2019): mAP [%] as reported, on Charades. */
export type Table1Reference = { method: string; frames: number | null; map: number };

/** The paper's own network by the frames of its clips. */
export const paperByFrames: Partial<Record<number, number>> = { 16: 27.8, 32: 30.3, 64: 31.6 };

/** What others reported, as Table 1 lists it. */
export const competitors: readonly Table1Reference[] = [
  { method: 'I3D baseline (STRG)', frames: 32, map: 31.8 },
  { method: 'Multiscale TRN', frames: null, map: 25.2 },
  { method: 'Asyn-TF', frames: null, map: 22.4 },
  { method: '2-Stream', frames: null, map: 18.6 },
];
