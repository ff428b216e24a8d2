/** What does harm where JSON is put into a page, a script or a terminal: tags, line ends of JavaScript, commands, turns of direction. */
const escaped = /[<\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;

/** A value as JSON with an indent of two, which every reader takes as it is and which is inert inside HTML and on a terminal, too. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  return `${json.replace(escaped, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
