export type Piece = { text: string; found: boolean };

/** A line cut where a search text begins and ends, any case. */
export function prepareHighlight(line: string, search: string): Piece[] {
  if (search === '') return [{ text: line, found: false }];
  const pieces: Piece[] = [];
  const pattern = new RegExp(search.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi');
  let end = 0;
  for (const match of line.matchAll(pattern)) {
    if (match.index > end) pieces.push({ text: line.slice(end, match.index), found: false });
    end = match.index + match[0].length;
    pieces.push({ text: match[0], found: true });
  }
  if (end < line.length || pieces.length === 0) pieces.push({ text: line.slice(end), found: false });
  return pieces;
}
