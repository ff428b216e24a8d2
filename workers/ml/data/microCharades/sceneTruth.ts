import type { ActionTruth } from '../actionTruth';
import { actionPose } from './actionPose';
import type { Scene } from './scene';
import { frameSide } from './scene';

/** The true centre of every active object as the camera shows it, in [0, 1] of the original frame. */
export function sceneTruth(scene: Scene): ActionTruth[] {
  return scene.actions.map((action) => ({
    class: action.class,
    start: action.start,
    centres: scene.cameras.slice(action.start, action.end).map((camera, k) => {
      const { x, y } = actionPose(action, action.start + k);
      // A centre at pixel index p lies at (p + 1/2) / side of the frame.
      return [toShare(x - camera.jx), toShare(y - camera.jy)];
    }),
  }));
}

/** Five digits: 0.002 pixels. */
function toShare(pixel: number): number {
  return Math.round(((pixel + 0.5) / frameSide) * 1e5) / 1e5;
}
