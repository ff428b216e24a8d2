import type { WeightsReport } from '@/domain/weightsReport';
import { inflationOf } from './inflateKernel';
import { nameInNetwork } from './nameInNetwork';
import type { WeightArray } from './weightsSource';

/** An array of the backbone and where its values come from. */
export type MappedArray = {
  name: string;
  shape: readonly number[];
  from: WeightArray;
  /** The array is a 2-D kernel, to be repeated so many times over time; 1: as it is. */
  repeats: number;
};

export type WeightsMapping = {
  used: MappedArray[];
  /** Classes of the head that is used; null: it is left out. */
  classes: number | null;
} & Pick<WeightsReport, 'ignored' | 'missing' | 'unreadable' | 'wrongShape' | 'inflated' | 'headReplaced' | 'prefix'>;

const head = ['fc.weight', 'fc.bias'];

/**
 * Compare the arrays of a file with those of a backbone, by name and shape; no value is read.
 * @param shapes of all arrays of the backbone (`stateShapes`)
 * @param classes of the head that is wanted; null keeps the head of the file, whatever its classes
 */
export function mapWeights(
  arrays: readonly WeightArray[],
  { shapes, classes }: { shapes: ReadonlyMap<string, readonly number[]>; classes: number | null },
): WeightsMapping {
  const { named, ignored, unreadable, prefix } = nameInNetwork(arrays, shapes);
  const inflated = named.get([...shapes.keys()][0] ?? '')?.shape.length === 4;
  const mapping: WeightsMapping = {
    used: [],
    classes: null,
    ignored,
    missing: [],
    unreadable: [],
    wrongShape: [],
    inflated,
    headReplaced: null,
    prefix,
  };
  for (const [name, shape] of shapes) {
    if (head.includes(name)) continue;
    const strange = named.has(name) ? undefined : unreadable.get(name);
    if (strange) mapping.unreadable.push({ name, dtype: strange.dtype });
    mapArray(mapping, { name, shape, from: named.get(name) });
  }
  mapHead(mapping, { named, shapes, classes });
  return mapping;
}

function mapArray(
  mapping: WeightsMapping,
  { name, shape, from }: { name: string; shape: readonly number[]; from: WeightArray | undefined },
): void {
  if (!from) mapping.missing.push(name);
  else if (sameShape(from.shape, shape)) mapping.used.push({ name, shape, from, repeats: 1 });
  else {
    const repeats = mapping.inflated ? inflationOf(from.shape, shape) : null;
    if (repeats) mapping.used.push({ name, shape, from, repeats });
    else mapping.wrongShape.push({ name: from.name, found: [...from.shape], wanted: [...shape] });
  }
}

/** A head is used only as a whole and where it fits; the head of an image network never does. */
function mapHead(
  mapping: WeightsMapping,
  {
    named,
    shapes,
    classes,
  }: {
    named: ReadonlyMap<string, WeightArray>;
    shapes: ReadonlyMap<string, readonly number[]>;
    classes: number | null;
  },
): void {
  const weight = named.get('fc.weight');
  const bias = named.get('fc.bias');
  const found = weight?.shape[0] ?? bias?.shape[0];
  if (!found) return;
  const wanted = classes ?? found;
  const weightShape = [wanted, ...(shapes.get('fc.weight') ?? []).slice(1)];
  if (!mapping.inflated && weight && bias && sameShape(weight.shape, weightShape) && sameShape(bias.shape, [wanted])) {
    mapping.used.push({ name: 'fc.weight', shape: weightShape, from: weight, repeats: 1 });
    mapping.used.push({ name: 'fc.bias', shape: [wanted], from: bias, repeats: 1 });
    mapping.classes = wanted;
    return;
  }
  const reason = headReason({ mapping, found, wanted, complete: weight !== undefined && bias !== undefined });
  for (const array of [weight, bias]) if (array) mapping.ignored.push({ name: array.name, reason });
  if (found !== wanted) mapping.headReplaced = { from: found, to: wanted };
}

function headReason({
  mapping,
  found,
  wanted,
  complete,
}: {
  mapping: WeightsMapping;
  found: number;
  wanted: number;
  complete: boolean;
}): string {
  if (mapping.inflated) return 'the head of an image network; a new one is drawn';
  if (!complete) return 'half of a head; a new one is drawn';
  if (found !== wanted) return `a head of ${found} classes instead of ${wanted}; a new one is drawn`;
  return 'a head of another shape; a new one is drawn';
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
