export type Size = { height: number; width: number };

/** How F resizes: the sides to reach, and whether the aspect is kept (the shorter side is brought to `resize`) or not. */
export type Resize = { resize: number; aspect?: 'keep' | 'square' };

/** Size after the resize of F; where the aspect is kept, the longer side is rounded down. */
export function resizedSize({ height, width }: Size, { resize, aspect = 'keep' }: Resize): Size {
  if (aspect === 'square') return { height: resize, width: resize };
  if (height <= width) return { height: resize, width: Math.floor((resize * width) / height) };
  return { height: Math.floor((resize * height) / width), width: resize };
}
