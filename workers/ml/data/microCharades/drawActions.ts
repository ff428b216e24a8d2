import { drawLook } from './drawLook';
import type { Draws } from './draws';
import type { Action, Motion } from './scene';
import { videoFrames } from './scene';

/** Where the actions of a video gather, and how much larger than usual they are. */
export type HotSpot = { scale: number; x: number; y: number };

export function drawHotSpot(draws: Draws): HotSpot {
  const scale = draws.chance(0.45) ? 1 : draws.uniform(1.5, 2.6);
  const sideX = draws.chance(0.5) ? 1 : -1;
  const sideY = draws.chance(0.5) ? 1 : -1;
  const x = 96 + sideX * (draws.uniform(60, 66) - 10 * (scale - 1));
  const y = 96 + sideY * (draws.uniform(60, 66) - 10 * (scale - 1));
  return { scale, x, y };
}

/** Draws one to three actions of different classes around the hot spot. */
export function drawActions(draws: Draws, hotSpot: HotSpot): Action[] {
  const share = draws.unit();
  const count = share < 0.5 ? 1 : share < 0.85 ? 2 : 3;
  const firstAngle = draws.uniform(0, 2 * Math.PI);
  const actions: Action[] = [];
  for (let k = 0; k < count; k++) {
    const angle = firstAngle + (2 * Math.PI * k) / count;
    actions.push(drawAction({ draws, hotSpot, count, angle, taken: actions.map((action) => action.class) }));
  }
  return actions;
}

type ActionDraw = { draws: Draws; hotSpot: HotSpot; count: number; angle: number; taken: number[] };

function drawAction({ draws, hotSpot, count, angle, taken }: ActionDraw): Action {
  const root = Math.sqrt(hotSpot.scale);
  let cls = draws.integer(0, 7);
  while (taken.includes(cls)) cls = draws.integer(0, 7);
  const distance = count === 1 ? draws.uniform(0, 6) : 13 * (count === 2 ? 0.85 : 1) * root;
  const look = drawLook(draws, cls >> 1);
  const scaled = { ...look, radius: look.radius * hotSpot.scale, period: look.period * hotSpot.scale };
  const length = draws.integer(12, videoFrames);
  const start = draws.integer(0, videoFrames - length);
  const motion = draws.integer(0, 3) as Motion;
  const period = draws.uniform(6, 9);
  const phase = draws.uniform(0, 2 * Math.PI);
  const amplitude = draws.uniform(9, 11) * root;
  const direction = draws.chance(0.5) ? 1 : -1;
  return {
    class: cls,
    start,
    end: start + length,
    look: scaled,
    x: hotSpot.x + distance * Math.cos(angle),
    y: hotSpot.y + distance * Math.sin(angle),
    motion,
    period,
    phase,
    amplitude,
    direction,
  };
}
