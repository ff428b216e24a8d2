import { type Draws, drawColour } from './draws';
import type { Colour, Look } from './scene';

const bases: readonly Colour[] = [
  [196, 62, 62],
  [62, 172, 72],
  [72, 96, 204],
  [204, 182, 58],
];

/** Draws how an object looks. @param colourIndex 0..3 = red, green, blue, yellow; null = grey */
export function drawLook(draws: Draws, colourIndex: number | null): Look {
  const radius = draws.uniform(10, 13);
  const disc = draws.integer(0, 1) === 1;
  const period = 3.6 * (4.1 / 3.6) ** draws.unit();
  const phaseX = draws.uniform(0, 9);
  const phaseY = draws.uniform(0, 9);
  const base = colourIndex === null ? drawGrey(draws) : bases[colourIndex];
  if (!base) throw new RangeError(`there is no colour ${colourIndex}`);
  const colour = drawColour(draws, base, 18);
  const contrast = draws.uniform(52, 70);
  return { radius, disc, period, phaseX, phaseY, colour, contrast };
}

function drawGrey(draws: Draws): Colour {
  const value = draws.uniform(70, 180);
  return [value, value, value];
}
