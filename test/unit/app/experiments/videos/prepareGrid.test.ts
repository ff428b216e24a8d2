import { expect, it } from 'vitest';
import { gridGap, prepareGrid } from '@/app/experiments/[id]/videos/prepareGrid';

it('waits for a width', () => {
  expect(prepareGrid(0)).toBeNull();
});

it.each([390, 700, 1168, 1400])('fills %i pixels with columns of equal width', (width) => {
  const layout = prepareGrid(width)!;
  expect(layout.columns * layout.cardWidth + (layout.columns - 1) * gridGap).toBeCloseTo(width, 9);
  expect(layout.cardWidth).toBeGreaterThanOrEqual(224);
});

it('puts the picture beside the text where there is room for one column only', () => {
  expect(prepareGrid(358)).toMatchObject({ columns: 1, wide: true, cardWidth: 358 });
  expect(prepareGrid(460)).toMatchObject({ columns: 2, wide: false });
});

it('makes cards as high as the frames need', () => {
  const [square, flat] = [prepareGrid(1168, 1)!, prepareGrid(1168, 0.5)!];
  expect(square.cardHeight - flat.cardHeight).toBeCloseTo((square.cardWidth - 22) / 2, 0);
});
