/** Words of the database, of Prisma, of the validator and of JavaScript, none of which an answer should hold. */
export const foreignWords =
  /prisma|postgres|\bpg\b|\bsql|column|relation |syntax|byte sequence|encoding|UTF-?8|jsonb|surrogate|invalid (input|option|string)|expected .*received|unrecognized|too (big|small)|unexpected token|is not a function|undefined|cannot read prop|\[object |→|✖|ZodError|\bat .*\.[jt]s/i;

/** Those that no page should hold, which may well speak of columns. */
export const foreignToPages =
  /prisma|postgres|jsonb|byte sequence|invalid (input|option|string)|expected .*received|unexpected token|is not a function|cannot read prop|\[object |✖|ZodError|\bat .*\.[jt]s/i;
