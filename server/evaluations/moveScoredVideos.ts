import type { Tx } from '@/server/db';
import type { EvaluationKey } from './savePartialScores';

/**
 * Makes the kept videos of an evaluation under way the videos of the recorded one; maps keep their places.
 * @returns how many they were
 */
export async function moveScoredVideos(
  tx: Tx,
  { runId, variant, checkpointStep, evaluationId }: EvaluationKey & { runId: string; evaluationId: string },
): Promise<number> {
  return tx.$executeRaw`
    insert into evaluation_videos (evaluation_id, video_id, position, map_position, map_sha256, scores, clip_scores, boxes, hits, no_saliency)
    select ${evaluationId}::uuid, video_id, position, map_position, map_sha256, scores, clip_scores, boxes::real[], hits::real[], no_saliency
    from partial_scores
    where run_id = ${runId}::uuid and variant = ${variant} and checkpoint_step = ${checkpointStep}`;
}
