import { scoreVideos } from './averagePrecision';
import { labelMatrix } from './labelMatrix';

/**
 * mAP as other code counts it (PyVideoResearch, the authors' code): the truth of a video is what happens in the frames of its test
 * clips, not what the annotations say of the whole video. The rules are the official ones; a video in whose sampled frames nothing
 * happens ranks last like one without labels. For comparison only: the reported number is that against the annotations.
 * @param scores pooled scores (videos x classes), in the order of the annotations; an empty row was not read
 * @param sampled class indices of each video's sampled frames
 * @returns mAP in [0, 1]; NaN where no class happens in any sampled frame
 */
export function sampledScore(
  scores: ArrayLike<number>[],
  sampled: readonly (readonly number[])[],
  classes: number,
): number {
  return scoreVideos(scores, labelMatrix(sampled, classes), classes).mAP;
}
