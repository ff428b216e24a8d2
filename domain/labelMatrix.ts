/**
 * Label sets as the scorer wants them.
 * @param sets class indices of each video
 * @returns (videos x classes), 1 = the class happens
 */
export function labelMatrix(sets: readonly (readonly number[])[], classes: number): Uint8Array[] {
  return sets.map((set) => {
    const row = new Uint8Array(classes);
    for (const index of set) row[index] = 1;
    return row;
  });
}
