import { torchWeightShape } from '@/workers/ml/layers/weightLayout';
import { backboneLayout, type UnitSite } from './backboneLayout';
import type { BackboneSpec } from './backboneSpec';

/** Names and shapes of all parameters and running statistics, as PyTorch's state_dict lists them. */
export function stateShapes(spec: BackboneSpec, classes: number): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const enter = ({ convolution, norm, geometry: { kernel, inputs, outputs } }: UnitSite) => {
    shapes.set(`${convolution}.weight`, torchWeightShape(kernel, inputs, outputs));
    for (const part of ['weight', 'bias', 'running_mean', 'running_var']) shapes.set(`${norm}.${part}`, [outputs]);
  };
  const { stem, stages, features } = backboneLayout(spec);
  enter(stem);
  for (const { units, shortcut } of stages.flat()) {
    units.forEach(enter);
    if (shortcut) enter(shortcut);
  }
  shapes.set('fc.weight', [classes, features, 1, 1, 1]);
  shapes.set('fc.bias', [classes]);
  return shapes;
}
