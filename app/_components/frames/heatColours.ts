import { idTable } from '@/domain/idTable';

/** Red, green, blue in 0..255. */
export type Rgb = readonly [number, number, number];

/**
 * Colours for saliency, from 0 to 1 in equal steps. Lightness rises in each, so that order survives colour blindness and print.
 * The anchors of inferno, viridis and cividis are those of matplotlib (CC0).
 */
export const { table: heatColours, ids: heatColourIds } = idTable({
  inferno: {
    label: 'Inferno',
    anchors: [
      [0, 0, 4],
      [66, 10, 104],
      [147, 38, 103],
      [221, 81, 58],
      [252, 165, 10],
      [252, 255, 164],
    ],
  },
  viridis: {
    label: 'Viridis',
    anchors: [
      [68, 1, 84],
      [59, 82, 139],
      [33, 145, 140],
      [94, 201, 98],
      [253, 231, 37],
    ],
  },
  cividis: {
    label: 'Cividis',
    anchors: [
      [0, 34, 78],
      [59, 73, 108],
      [124, 123, 120],
      [188, 174, 108],
      [254, 232, 56],
    ],
  },
} satisfies Record<string, { label: string; anchors: readonly Rgb[] }>);

export type HeatColours = keyof typeof heatColours;

/**
 * The colour of a value, linear between the anchors.
 * @param value in [0, 1]; anything outside counts as the nearest end
 */
export function heatColour(colours: HeatColours, value: number): Rgb {
  const anchors: readonly Rgb[] = heatColours[colours].anchors;
  const place = Math.min(1, Math.max(0, value)) * (anchors.length - 1);
  const lower = Math.min(Math.floor(place), anchors.length - 2);
  const [from, to] = [anchors[lower] ?? [0, 0, 0], anchors[lower + 1] ?? [0, 0, 0]];
  const mix = (a: number, b: number) => Math.round(a + (b - a) * (place - lower));
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}
