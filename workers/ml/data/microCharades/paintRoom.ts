import { paintObject } from './paintObject';
import type { Blinds, Furniture, Scene } from './scene';
import { frameSide } from './scene';

/** Paints what stays the same in all frames: background, furniture, blinds, decoys. (192, 192, 3) in float64. */
export function paintRoom(scene: Scene): Float64Array {
  const image = new Float64Array(frameSide * frameSide * 3);
  paintBackground(image, scene);
  for (const piece of scene.furniture) paintFurniture(image, piece);
  if (scene.blinds) paintBlinds(image, scene.blinds);
  for (const { look, ribs, x, y } of scene.decoys) paintObject(image, { look, ribs, x, y, radius: look.radius });
  return image;
}

function paintBackground(image: Float64Array, { backgroundTop: top, backgroundChange: change }: Scene): void {
  for (let at = 0; at < image.length; at += 3) {
    const y = Math.floor(at / 3 / frameSide);
    image[at] = top[0] + (change[0] * y) / (frameSide - 1);
    image[at + 1] = top[1] + (change[1] * y) / (frameSide - 1);
    image[at + 2] = top[2] + (change[2] * y) / (frameSide - 1);
  }
}

function paintFurniture(image: Float64Array, piece: Furniture): void {
  const { ellipse, x, y, width, height, change } = piece;
  for (let py = 0; py < frameSide; py++) {
    if (Math.abs(py - y) > height) continue;
    for (let px = 0; px < frameSide; px++) {
      if (Math.abs(px - x) > width) continue;
      if (ellipse && ((px - x) / width) ** 2 + ((py - y) / height) ** 2 > 1) continue;
      add(image, (py * frameSide + px) * 3, change);
    }
  }
}

function paintBlinds(image: Float64Array, { x, y, width, height, period, vertical, contrast }: Blinds): void {
  for (let py = 0; py < frameSide; py++) {
    if (Math.abs(py - y) > height) continue;
    for (let px = 0; px < frameSide; px++) {
      if (Math.abs(px - x) > width) continue;
      const slat = Math.floor((vertical ? px : py) / (period / 2)) & 1;
      const change = (slat * 2 - 1) * contrast;
      add(image, (py * frameSide + px) * 3, [change, change, change]);
    }
  }
}

function add(image: Float64Array, at: number, change: readonly [number, number, number]): void {
  image[at] = (image[at] ?? 0) + change[0];
  image[at + 1] = (image[at + 1] ?? 0) + change[1];
  image[at + 2] = (image[at + 2] ?? 0) + change[2];
}
