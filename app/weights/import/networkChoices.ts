/** The networks of a file, to choose from; the value is the place in the list. */
export function networkChoices(prefixes: readonly string[]): { value: string; label: string }[] {
  return prefixes.map((prefix, index) => ({
    value: String(index),
    label: prefix === '' ? 'the one whose names begin with nothing' : `the one whose names begin with ${prefix}`,
  }));
}
