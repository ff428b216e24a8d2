import { mulberry32, stream } from '@/domain/random';
import { drawActions, drawHotSpot } from './drawActions';
import { drawLook } from './drawLook';
import { createDraws, type Draws, drawColour } from './draws';
import type { Blinds, Camera, Decoy, DriftingDisc, Furniture, Ribs, Scene } from './scene';
import { frameSide, videoFrames } from './scene';

/**
 * Draws everything that is random about video `index` of a data seed. The order of the draws is part of the data set:
 * one draw more or less changes every pixel after it.
 */
export function drawScene(dataSeed: number, index: number): Scene {
  const draws = createDraws(mulberry32(stream(dataSeed, index)));
  const grey = draws.uniform(80, 165);
  const backgroundTop = drawColour(draws, [grey, grey, grey], 18);
  const backgroundChange = drawColour(draws, [0, 0, 0], 30);
  const furniture = Array.from({ length: draws.integer(5, 8) }, () => drawFurniture(draws));
  const blinds = draws.chance(0.5) ? drawBlinds(draws) : null;
  const hotSpot = drawHotSpot(draws);
  const actions = drawActions(draws, hotSpot);
  const decoys = drawDecoys(draws, hotSpot);
  const disc = draws.chance(0.5) ? drawDisc(draws) : null;
  const cameras = drawCameras(draws);
  return { backgroundTop, backgroundChange, furniture, blinds, actions, decoys, disc, cameras };
}

function drawFurniture(draws: Draws): Furniture {
  const ellipse = draws.chance(0.3);
  const x = draws.uniform(0, frameSide);
  const y = draws.uniform(0, frameSide);
  const width = draws.uniform(8, 38);
  const height = draws.uniform(8, 38);
  const change = draws.uniform(-45, 45);
  return { ellipse, x, y, width, height, change: drawColour(draws, [change, change, change], 12) };
}

function drawBlinds(draws: Draws): Blinds {
  const x = draws.uniform(20, 172);
  const y = draws.uniform(20, 172);
  const width = draws.uniform(14, 34);
  const height = draws.uniform(14, 34);
  const period = draws.uniform(9, 16);
  const vertical = draws.chance(0.5);
  const contrast = draws.uniform(10, 24);
  return { x, y, width, height, period, vertical, contrast };
}

function drawDecoys(draws: Draws, hotSpot: { x: number; y: number }): Decoy[] {
  const coloured = draws.chance(0.5) ? 1 : 0;
  const count = coloured + draws.integer(1, 2);
  return Array.from({ length: count }, (_, k) => {
    const look = drawLook(draws, k < coloured ? draws.integer(0, 3) : null);
    const ribs = draws.integer(0, 2) as Ribs;
    let x = 0;
    let y = 0;
    for (let attempt = 0; attempt < 20; attempt++) {
      x = draws.uniform(14, 178);
      y = draws.uniform(14, 178);
      if (Math.max(Math.abs(x - hotSpot.x), Math.abs(y - hotSpot.y)) > 44) break;
    }
    return { look, ribs, x, y };
  });
}

function drawDisc(draws: Draws): DriftingDisc {
  const x = draws.uniform(20, 172);
  const y = draws.uniform(20, 172);
  const vx = draws.uniform(-2.2, 2.2);
  const vy = draws.uniform(-1.2, 1.2);
  const radius = draws.uniform(6, 12);
  const grey = draws.uniform(60, 190);
  return { x, y, vx, vy, radius, grey };
}

function drawCameras(draws: Draws): Camera[] {
  const clampShake = (shake: number) => Math.min(2, Math.max(-2, shake));
  let jx = 0;
  let jy = 0;
  return Array.from({ length: videoFrames }, () => {
    jx = clampShake(jx + draws.integer(-1, 1));
    jy = clampShake(jy + draws.integer(-1, 1));
    const gain = 1 + draws.uniform(-0.02, 0.02);
    const noiseX = draws.integer(0, 255);
    const noiseY = draws.integer(0, 255);
    return { jx, jy, gain, noiseX, noiseY };
  });
}
