/**
 * The order in which videos get maps and frames until the disk budget is spent: whatever their number, the first ones are spread
 * evenly over the split, and it depends on nothing but the number of videos, so that all evaluations keep the same ones and none is
 * chosen for its score (bit reversal, the van der Corput sequence in base 2).
 * @returns a permutation of 0..videos-1
 */
export function galleryOrder(videos: number): number[] {
  const bits = Math.max(0, Math.ceil(Math.log2(Math.max(1, videos))));
  const order = Array.from({ length: 2 ** bits }, (_, index) => {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) if (index & (1 << bit)) reversed |= 1 << (bits - 1 - bit);
    return reversed;
  });
  return order.filter((index) => index < videos);
}
