import type { BackboneId } from '@/domain/backbones';
import type { BackboneSpec } from './backboneSpec';
import { microI3d } from './microI3d';
import { resnet50I3d } from './resnet50I3d';

/** The layers behind every backbone a run can name. */
export const backboneSpecs = { micro_i3d: microI3d, resnet50_i3d: resnet50I3d } as const satisfies Record<
  BackboneId,
  BackboneSpec
>;
