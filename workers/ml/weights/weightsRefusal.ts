import { backbones } from '@/domain/backbones';
import { AppError } from '@/domain/errors';
import { absentArrays, type WeightsReport } from '@/domain/weightsReport';

const listed = 4;
const chooseAnother = 'Choose the backbone the file was trained with, or another file';

/** A file whose arrays do not make the backbone; the report says all, the message the first of each kind. */
export class WeightsRefusal extends AppError {
  constructor(
    readonly report: WeightsReport,
    message = refusalText(report),
  ) {
    super('checkpoint_invalid', message);
    this.name = 'WeightsRefusal';
  }
}

/** Whether the arrays of a file make the backbone: all there, of a type that is read, of the right shape, with sound values. */
export function fits({ missing, wrongShape, badValues }: WeightsReport): boolean {
  return missing.length === 0 && wrongShape.length === 0 && badValues.length === 0;
}

function refusalText(report: WeightsReport): string {
  const { backbone, used, missing, unreadable, wrongShape, badValues, arrays } = report;
  const wanted = used.length + missing.length + wrongShape.length;
  const absent = absentArrays(report);
  const problems = [
    ...part(`${absent.length} missing`, absent),
    ...part(
      `${unreadable.length} of a type that is not read`,
      unreadable.map(({ name, dtype }) => `${name} (${dtype})`),
    ),
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
    absent.length + wrongShape.length > 0
      ? chooseAnother
      : unreadable.length > 0
        ? 'Save these arrays as float32 (or float16, bfloat16, float64), then import the file again'
        : 'Take a sound copy of the file, or an earlier checkpoint';
  return `The weights do not fit ${backbones[backbone].label}: ${problems.join('; ')}. Of ${wanted} arrays it needs, ${used.length} fit; the file holds ${arrays}. ${next}.`;
}

function part(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > listed ? ` and ${items.length - listed} more` : '';
  return [`${title}: ${items.slice(0, listed).join(', ')}${more}`];
}
