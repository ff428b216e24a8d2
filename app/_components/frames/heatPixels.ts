import { type HeatColours, heatColour } from './heatColours';

/** How a saliency map is laid over a frame. */
export type HeatStyle = {
  colours: HeatColours;
  /** 0..1: how solid the map's maximum is. */
  opacity: number;
  /** 0..1 of the map's maximum: below it nothing is drawn. */
  threshold: number;
};

/**
 * RGBA pixels of a saliency map: the larger the value, the lighter the colour and the more solid.
 * @param map uint8 (side x side), 255 = maximum
 */
export function heatPixels(
  map: Uint8Array,
  { colours, opacity, threshold }: HeatStyle,
): Uint8ClampedArray<ArrayBuffer> {
  const palette = Array.from({ length: 256 }, (_, level) => {
    const value = level / 255;
    const alpha = value < threshold ? 0 : Math.round(255 * opacity * value);
    return [...heatColour(colours, value), alpha];
  });
  const pixels = new Uint8ClampedArray(map.length * 4);
  map.forEach((level, k) => {
    pixels.set(palette[level] ?? [], k * 4);
  });
  return pixels;
}
