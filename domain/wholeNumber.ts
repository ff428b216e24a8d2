import { z } from 'zod';

/** A number that counts or numbers something: 0 up to what an integer column holds. */
export const wholeNumberSchema = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
