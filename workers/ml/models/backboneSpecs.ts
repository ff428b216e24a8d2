import type { BackboneId } from '@/domain/backbones';
import type { BackboneSpec } from './backboneSpec';
import { microI3d } from './microI3d';

/** The layers behind every backbone a run can name. */
export const backboneSpecs = { micro_i3d: microI3d } as const satisfies Record<BackboneId, BackboneSpec>;
