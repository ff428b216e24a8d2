/** Numbers as the text of a Postgres array; NaN and infinities survive, which they would not as JSON. */
export function sqlArray(values: ArrayLike<number>): string {
  return `{${Array.from(values, String).join(',')}}`;
}
