import type { PixelBox } from '@/workers/ml/views/viewTransform';

/** Refuses a region that is not made of whole pixels within `within`. @throws RangeError */
export function checkRegion(
  { top, left, height, width }: PixelBox,
  within: Partial<PixelBox> & Pick<PixelBox, 'height' | 'width'>,
): void {
  const [y, x] = [top - (within.top ?? 0), left - (within.left ?? 0)];
  const inside = y >= 0 && x >= 0 && y + height <= within.height && x + width <= within.width;
  if (!inside || height < 1 || width < 1 || ![top, left, height, width].every(Number.isInteger))
    throw new RangeError(
      `region ${top},${left} ${height}x${width} is not within ${within.height}x${within.width} pixels`,
    );
}
