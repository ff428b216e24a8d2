import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import type { StateDict } from '@/workers/ml/models/stateDict';
import { stateShapes } from '@/workers/ml/models/stateShapes';
import { randomArray } from './random';

/** Random weights of Micro-I3D, variances positive. */
export function microState(classes: number): StateDict {
  const shapes = [...stateShapes(backboneSpecs.micro_i3d, classes)];
  return new Map(
    shapes.map(([name, shape], k) => {
      const count = shape.reduce((product, size) => product * size, 1);
      return [name, { shape: [...shape], data: randomArray(count, k + 1, name.endsWith('var') ? 0.1 : -1) }];
    }),
  );
}
