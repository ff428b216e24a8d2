import type { Box } from '@/domain/box';
import { type HeatStyle, heatPixels } from './heatPixels';
import type { SaliencyMap } from './mapOfClip';
import { boxToRect, type Rect, regionInStrip, type StripLayout, stripOf } from './stripGeometry';

/** What is laid over a frame; each part is optional. */
export type FrameOverlay = {
  /** V_in, which the map covers; outlined. */
  view?: Box | null;
  map?: SaliencyMap | null;
  heat?: HeatStyle;
  box?: Box | null;
};

/** Draws one frame of a strip over the whole canvas, then map, view and box. */
export function drawFrame(
  canvas: HTMLCanvasElement,
  {
    picture,
    layout,
    frame,
    overlay,
  }: { picture: ImageBitmap; layout: StripLayout; frame: number; overlay: FrameOverlay },
): void {
  drawRegion(canvas, { picture, layout, frame });
  const context = canvas.getContext('2d');
  if (!context) return;
  const { view, map, heat, box } = overlay;
  if (map && heat && view) drawMap(context, { map, heat, at: boxToRect(view, canvas) });
  if (view) outline(context, { at: boxToRect(view, canvas), width: canvas.width / 320, dash: canvas.width / 64 });
  if (box) outline(context, { at: boxToRect(box, canvas), width: canvas.width / 110, dash: 0 });
}

/** Draws a region of one frame of a strip over the whole canvas, with the browser's bilinear interpolation. */
export function drawRegion(
  canvas: HTMLCanvasElement,
  { picture, layout, frame, region }: { picture: ImageBitmap; layout: StripLayout; frame: number; region?: Box },
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const from = regionInStrip(stripOf(picture, layout), frame, region);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'low';
  context.drawImage(picture, from.x, from.y, from.width, from.height, 0, 0, canvas.width, canvas.height);
}

function drawMap(
  context: CanvasRenderingContext2D,
  { map, heat, at }: { map: SaliencyMap; heat: HeatStyle; at: Rect },
): void {
  const layer = document.createElement('canvas');
  layer.width = map.side;
  layer.height = map.side;
  layer.getContext('2d')?.putImageData(new ImageData(heatPixels(map.data, heat), map.side, map.side), 0, 0);
  context.drawImage(layer, at.x, at.y, at.width, at.height);
}

/** A light line on a dark one: seen on any ground. */
function outline(
  context: CanvasRenderingContext2D,
  { at, width, dash }: { at: Rect; width: number; dash: number },
): void {
  context.save();
  context.setLineDash(dash > 0 ? [dash, dash] : []);
  for (const [colour, line] of [
    ['rgba(0, 0, 0, 0.75)', width * 2],
    ['#ffffff', width],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(at.x, at.y, at.width, at.height);
  }
  context.restore();
}
