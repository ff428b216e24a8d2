// @ts-check
import { diskRemedy } from './diskRemedy.mjs';
import { SetupError } from './setupError.mjs';

/**
 * Prints what went wrong and what to do about it. A stack only for what nobody foresaw.
 * @param {unknown} error
 */
export function explainError(error) {
  if (error instanceof SetupError) {
    console.error(`\n${error.message}\n\nWhat to do: ${error.remedy}`);
  } else if (error instanceof Error && error.name === 'AppError') {
    console.error(`\n${error.message}`);
  } else if (error instanceof Error && 'code' in error && diskRemedy(error.message)) {
    console.error(`\n${error.message}\n\nWhat to do: ${diskRemedy(error.message)}`);
  } else {
    console.error(error);
  }
}
