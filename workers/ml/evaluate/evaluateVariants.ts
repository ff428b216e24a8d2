import { backbones } from '@/domain/backbones';
import { evaluationBatch } from '@/domain/evaluationBatch';
import type { EvaluationPlan } from '@/domain/runConfig';
import { clipRequests } from '@/workers/ml/attention/clipRequests';
import { type EvaluationResult, type RunHost, RunStopped } from '@/workers/ml/run/runHost';
import type { EvaluationPlans, EvaluationSetting } from './evaluateClips';
import { evaluateGroup, type PlacedVideo } from './evaluateGroup';
import { evaluationClips } from './evaluationClips';
import { createVariantRecord, type VariantRecord } from './variantRecord';
import { videoGroups } from './videoGroups';

export type EvaluationInput = EvaluationSetting &
  EvaluationPlans & {
    /** Where finished videos are kept. */
    store: Pick<RunHost, 'loadPartial' | 'savePartial'>;
    checkpointStep: number;
    /** Called after every batch with the number of clips done and for which plans; may throw to stop. */
    onClips(clips: number, plans: readonly EvaluationPlan[]): void;
    /** Called once at the beginning: how many videos which plans lack, which for some is none after an earlier attempt. */
    onLacking(groups: { videos: number; plans: readonly EvaluationPlan[] }[]): void;
  };

/**
 * One pass over the test split for several variants of a run, which differ in the objective of their saliency: the clips are opened
 * once, n a video, and pooled; boxes, maps and hits are kept with the scores. Finished videos are kept as they come; interrupted at
 * any point and called again, it goes on with the others and ends with the same bits, which are those of each variant on its own.
 * @returns the results in the order of the plans
 * @throws RunStopped (what is finished is kept), AppError
 */
export async function evaluateVariants(input: EvaluationInput): Promise<EvaluationResult[]> {
  const { config, plans } = input;
  const records: VariantRecord[] = [];
  for (const plan of plans) records.push(await createVariantRecord(plan, input));
  const sizes = { clips: config.protocol.clips, batch: evaluationBatch(config.clip) };
  const groups = videoGroups(placed(input), sizes);
  /** After a stop that need not be all of them. */
  const lacking = (group: PlacedVideo[]) => records.filter((record) => !record.holds(group));
  const plansOf = (some: VariantRecord[]) => some.map(({ plan }) => plan);
  input.onLacking(groups.map((group) => ({ videos: group.length, plans: plansOf(lacking(group)) })));
  try {
    const left = groups.filter((group) => lacking(group).length > 0);
    for (const group of withLookahead(left, input)) {
      const wanting = lacking(group);
      const asked = plansOf(wanting);
      const onClips = (clips: number) => input.onClips(clips, asked);
      const made = await evaluateGroup(group, { ...input, plans: asked, onClips });
      for (const [k, record] of wanting.entries()) await record.add(made[k] ?? []);
    }
  } catch (error) {
    if (error instanceof RunStopped) for (const record of records) await record.flush();
    throw error;
  }
  for (const record of records) await record.flush();
  return records.map((record) => record.result());
}

function placed({ data }: EvaluationInput): PlacedVideo[] {
  const positions = new Map(data.testIds.map((id, position) => [id, position]));
  return data.test.map((item) => ({ item, position: positions.get(item.id) ?? 0 }));
}

/** Groups announced ahead: a video is decoded by one process, and an accelerator is done with it sooner than that. */
const lookahead = 4;

/** Groups in order; the source is told of each, and of the next ones while the engine is busy with those before. */
function* withLookahead(groups: PlacedVideo[][], { config, data }: EvaluationInput): Generator<PlacedVideo[]> {
  const backbone = backbones[config.backbone];
  const announce = (group: PlacedVideo[]) => {
    for (const { item } of group) data.source.expect(clipRequests(evaluationClips(config, data, item), backbone));
  };
  for (const group of groups.slice(0, lookahead)) announce(group);
  for (const [k, group] of groups.entries()) {
    announce(groups[k + lookahead] ?? []);
    yield group;
  }
}
