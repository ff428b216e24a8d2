import type { Action } from './scene';

/** Centre (pixels, before the camera's shake) and radius of an object in one frame. */
export type Pose = { x: number; y: number; radius: number };

/** True where the label of an action covers the frame. */
export function isActive(action: Action, frame: number): boolean {
  return frame >= action.start && frame < action.end;
}

/** Where the object of an action is in a frame: it moves while active and rests in its place otherwise. */
export function actionPose(action: Action, frame: number): Pose {
  const { x, y, amplitude } = action;
  const { radius } = action.look;
  if (!isActive(action, frame)) return { x, y, radius };
  const w = (2 * Math.PI * frame) / action.period + action.phase;
  if (action.motion === 0) return { x: x + amplitude * Math.sin(w), y, radius };
  if (action.motion === 1) return { x, y: y + amplitude * Math.sin(w), radius };
  if (action.motion === 3) return { x, y, radius: radius * (1 + 0.38 * Math.sin(w)) };
  const reach = 0.85 * amplitude;
  return { x: x + reach * Math.cos(w * action.direction), y: y + reach * Math.sin(w * action.direction), radius };
}
