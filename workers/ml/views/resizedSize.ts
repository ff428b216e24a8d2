export type Size = { height: number; width: number };

/** Size after a resize that brings the shorter side to `shortSide` and keeps the aspect (the longer side is rounded down). */
export function resizedSize({ height, width }: Size, shortSide: number): Size {
  if (height <= width) return { height: shortSide, width: Math.floor((shortSide * width) / height) };
  return { height: Math.floor((shortSide * height) / width), width: shortSide };
}
