/** Seeds as they are typed: numbers and ranges, separated by commas or blanks, e.g. `0, 1, 4-6`. Null where it is something else. */
export function parseSeeds(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const seeds: number[] = [];
  for (const part of parts) {
    const range = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part);
    if (!range) return null;
    const first = Number(range[1]);
    const last = range[2] === undefined ? first : Number(range[2]);
    // More seeds than an experiment may have is somebody else's message; a million would only freeze the page.
    if (last < first || last - first > 100) return null;
    for (let seed = first; seed <= last; seed++) seeds.push(seed);
  }
  return seeds;
}

/** The inverse: runs of three and more as a range. */
export function formatSeeds(seeds: number[]): string {
  const parts: string[] = [];
  for (let k = 0; k < seeds.length; ) {
    const first = seeds[k] ?? 0;
    let length = 1;
    while (seeds[k + length] === first + length) length += 1;
    if (length >= 3) parts.push(`${first}-${first + length - 1}`);
    else parts.push(...seeds.slice(k, k + length).map(String));
    k += length;
  }
  return parts.join(', ');
}
