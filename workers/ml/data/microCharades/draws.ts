import type { Random } from '@/domain/random';
import type { Colour } from './scene';

/** The four kinds of draw of the generator; each takes exactly one number from the stream. */
export type Draws = {
  /** Uniform in [a, b). */
  uniform(a: number, b: number): number;
  /** An integer in a..b, inclusive. */
  integer(a: number, b: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** The plain number. */
  unit(): number;
};

export function createDraws(random: Random): Draws {
  return {
    uniform: (a, b) => a + (b - a) * random(),
    integer: (a, b) => a + Math.floor(random() * (b - a + 1)),
    chance: (probability) => random() < probability,
    unit: random,
  };
}

/** Three channels, each its base plus its own draw in [-spread, spread). */
export function drawColour(draws: Draws, base: Colour, spread: number): Colour {
  // An array literal evaluates from left to right: red is drawn first.
  return [
    base[0] + draws.uniform(-spread, spread),
    base[1] + draws.uniform(-spread, spread),
    base[2] + draws.uniform(-spread, spread),
  ];
}
