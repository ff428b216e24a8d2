import { actionPose } from './actionPose';
import { createNoiseTable, noiseSide } from './noiseTable';
import { paintObject } from './paintObject';
import { paintRoom } from './paintRoom';
import type { Camera, DriftingDisc, Scene } from './scene';
import { frameSide, videoFrames } from './scene';

const noise = createNoiseTable();
const frameBytes = frameSide * frameSide * 3;

/** Renders a scene: uint8 RGB, (24, 192, 192, 3). */
export function renderScene(scene: Scene): Uint8Array {
  const room = paintRoom(scene);
  const image = new Float64Array(room.length);
  const video = new Uint8Array(videoFrames * frameBytes);
  scene.cameras.forEach((camera, frame) => {
    image.set(room);
    if (scene.disc) paintDisc(image, scene.disc, frame);
    for (const action of scene.actions) {
      const ribs = (action.class & 1) as 0 | 1;
      paintObject(image, { look: action.look, ribs, ...actionPose(action, frame) });
    }
    film(image, camera, video.subarray(frame * frameBytes, (frame + 1) * frameBytes));
  });
  return video;
}

function paintDisc(image: Float64Array, disc: DriftingDisc, frame: number): void {
  const x = disc.x + disc.vx * frame;
  const y = disc.y + disc.vy * frame;
  for (let py = 0; py < frameSide; py++) {
    for (let px = 0; px < frameSide; px++) {
      if ((px - x) ** 2 + (py - y) ** 2 > disc.radius ** 2) continue;
      image.fill(disc.grey, (py * frameSide + px) * 3, (py * frameSide + px) * 3 + 3);
    }
  }
}

/** Camera: shake (the border is repeated), gain, noise, rounding to uint8. */
function film(image: Float64Array, camera: Camera, frame: Uint8Array): void {
  const last = frameSide - 1;
  for (let y = 0; y < frameSide; y++) {
    const fromRow = Math.min(last, Math.max(0, y + camera.jy)) * frameSide;
    const noiseRow = (((y >> 1) + camera.noiseY) & (noiseSide - 1)) * noiseSide;
    for (let x = 0; x < frameSide; x++) {
      const from = (fromRow + Math.min(last, Math.max(0, x + camera.jx))) * 3;
      const grain = 6 * (noise[noiseRow + (((x >> 1) + camera.noiseX) & (noiseSide - 1))] ?? 0);
      const to = (y * frameSide + x) * 3;
      for (let c = 0; c < 3; c++) {
        const value = Math.floor((image[from + c] ?? 0) * camera.gain + grain + 0.5);
        frame[to + c] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
    }
  }
}
