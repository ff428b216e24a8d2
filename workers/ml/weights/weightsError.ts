import { AppError } from '@/domain/errors';
import { printable } from '@/domain/text/textFault';

const completeCopy = 'Take a complete copy of the file, or export it again';

/** The one error of a file of weights that cannot be read or does not fit. @param next what the user can do about it */
export function weightsError(reason: string, next = completeCopy): AppError {
  return new AppError('checkpoint_invalid', `The weights cannot be read: ${reason}. ${next}.`);
}

/** Text from a file, made safe for a message: short, printable, in quotes. */
export function quoted(text: string): string {
  return `"${printable(text, { most: 120 })}"`;
}
