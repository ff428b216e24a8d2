/**
 * Cuts the test videos into groups that are evaluated as one: the fewest whole videos whose clips fill whole batches (one video where
 * a clip fills a batch). So a batch holds the same clips whether the evaluation runs through or goes on after a stop, and its numbers
 * are the same to the bit, although libtensorflow may add in another order for another batch.
 */
export function videoGroups<Video>(videos: Video[], { clips, batch }: { clips: number; batch: number }): Video[][] {
  const size = batch / greatestCommonDivisor(batch, clips);
  return Array.from({ length: Math.ceil(videos.length / size) }, (_, k) => videos.slice(k * size, (k + 1) * size));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
