/**
 * How well a box met the objects of its clip.
 * @param hit share of frames whose box holds an active object; -1 = none active; undefined = unknown
 */
export function boxHit(hit: number | undefined): { state: 'hit' | 'miss' | 'none'; text: string } | null {
  if (hit === undefined) return null;
  if (hit < 0) return { state: 'none', text: 'nothing active in this clip' };
  return {
    state: hit >= 0.5 ? 'hit' : 'miss',
    text: `on an active object in ${Math.round(hit * 100)} % of its frames`,
  };
}
