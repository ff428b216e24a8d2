/** Where a request goes, as it came: `path` with its escapes, `query` with its question mark or ''. */
export type RequestTarget = { path: string; query: string };

/**
 * Splits the target of a request line.
 * @returns what is wrong with it, in a sentence, where two programs could read it differently or a name in it is not one line of text
 */
export function readTarget(target: string | undefined): RequestTarget | string {
  if (target === undefined || !/^\/[\x21-\x7e]*$/.test(target))
    return 'The address of a request is a path that begins with "/".';
  const at = target.indexOf('?');
  const path = at === -1 ? target : target.slice(0, at);
  const query = at === -1 ? '' : target.slice(at);
  if (/\\|\/\/|#/.test(path)) return 'The path has "//", "\\" or "#" in it.';
  if (/\/(\.|%2e){1,2}(\/|$)/i.test(path)) return 'The path has "." or ".." in it.';
  const [names, values] = [decoded(path), decoded(query.replace(/%(?![\da-f]{2})/gi, '%25'))];
  if (names === null || values === null) return 'The address has an escape that is no UTF-8.';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\0-\x1f\x7f-\x9f]/.test(names) || values.includes('\0')) return 'The address has control characters in it.';
  return { path, query };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
