import { backbones } from '@/domain/backbones';
import { AppError } from '@/domain/errors';
import type { WeightsReport } from '@/domain/weightsReport';

const listed = 4;

/** A file whose arrays do not make the backbone; the report says all, the message the first of each kind. */
export class WeightsRefusal extends AppError {
  constructor(readonly report: WeightsReport) {
    super('checkpoint_invalid', refusalText(report));
    this.name = 'WeightsRefusal';
  }
}

/** Whether the arrays of a file make the backbone: all there, of the right shape, with sound values. */
export function fits({ missing, wrongShape, badValues }: WeightsReport): boolean {
  return missing.length === 0 && wrongShape.length === 0 && badValues.length === 0;
}

function refusalText({ backbone, used, missing, wrongShape, badValues, arrays }: WeightsReport): string {
  const wanted = used.length + missing.length + wrongShape.length;
  const problems = [
    ...part(`${missing.length} missing`, missing),
    ...part(
      `${wrongShape.length} of another shape`,
      wrongShape.map(
        ({ name, found, wanted: shape }) => `${name} [${found.join(', ')}] instead of [${shape.join(', ')}]`,
      ),
    ),
    ...part(
      `${badValues.length} with bad values`,
      badValues.map(({ name, count, what }) => `${name} (${count} ${what})`),
    ),
  ];
  const next =
    badValues.length > 0 && missing.length + wrongShape.length === 0
      ? 'Take a sound copy of the file, or an earlier checkpoint'
      : 'Choose the backbone the file was trained with, or another file';
  return `The weights do not fit ${backbones[backbone].label}: ${problems.join('; ')}. Of ${wanted} arrays it needs, ${used.length} fit; the file holds ${arrays}. ${next}.`;
}

function part(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > listed ? ` and ${items.length - listed} more` : '';
  return [`${title}: ${items.slice(0, listed).join(', ')}${more}`];
}
