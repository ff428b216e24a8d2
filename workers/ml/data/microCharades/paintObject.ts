import type { Look, Ribs } from './scene';
import { frameSide } from './scene';

/** An object in its place: what it looks like, which ribs it has, where it is (pixels) and how large. */
export type PlacedObject = { look: Look; ribs: Ribs; x: number; y: number; radius: number };

/**
 * Paints an object into an image, (192, 192, 3) in float64. The ribs are sinusoids in the object's own coordinates that
 * fade out over the last three pixels before its border.
 */
export function paintObject(image: Float64Array, { look, ribs, x, y, radius }: PlacedObject): void {
  const centreX = Math.floor(x + 0.5);
  const centreY = Math.floor(y + 0.5);
  const discReach = Math.sqrt(1.2) * radius;
  const reach = Math.ceil(look.disc ? discReach : radius);
  const frequency = (2 * Math.PI) / look.period;
  const alongX = waves(reach, frequency, look.phaseX);
  const alongY = waves(reach, frequency, look.phaseY);
  const [red, green, blue] = look.colour;
  for (let dy = -reach; dy <= reach; dy++) {
    const row = centreY + dy;
    if (row < 0 || row >= frameSide) continue;
    const h = alongY[dy + reach] ?? 0;
    for (let dx = -reach; dx <= reach; dx++) {
      const column = centreX + dx;
      if (column < 0 || column >= frameSide) continue;
      const depth = depthInside({ dx, dy, radius, discReach, disc: look.disc });
      if (depth === null) continue;
      const v = alongX[dx + reach] ?? 0;
      const wave = ribs === 0 ? h : ribs === 1 ? v : 1.4 * h * v;
      const change = look.contrast * wave * Math.min(1, Math.max(0, depth / 3));
      const at = (row * frameSide + column) * 3;
      image[at] = red + change;
      image[at + 1] = green + change;
      image[at + 2] = blue + change;
    }
  }
}

function waves(reach: number, frequency: number, phase: number): Float64Array {
  return Float64Array.from({ length: 2 * reach + 1 }, (_, k) => Math.sin(frequency * (k - reach + phase)));
}

type Offset = { dx: number; dy: number; radius: number; discReach: number; disc: boolean };

/** Distance to the border in pixels, null outside. */
function depthInside({ dx, dy, radius, discReach, disc }: Offset): number | null {
  if (disc) {
    const squared = dx * dx + dy * dy;
    return squared <= 1.2 * radius * radius ? discReach - Math.sqrt(squared) : null;
  }
  const distance = Math.max(Math.abs(dx), Math.abs(dy));
  return distance <= radius ? radius - distance : null;
}
