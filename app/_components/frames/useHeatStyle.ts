'use client';

import { useLocalStorage } from '@mantine/hooks';
import { z } from 'zod';
import { heatColourIds } from './heatColours';
import type { HeatStyle } from './heatPixels';

const styleSchema = z.object({
  colours: z.enum(heatColourIds),
  opacity: z.number().min(0).max(1),
  threshold: z.number().min(0).max(1),
});
const usual: HeatStyle = { colours: 'inferno', opacity: 0.75, threshold: 0.2 };

/** How this browser lays saliency over frames; a matter of taste, so it is remembered here and not in the URL. */
export function useHeatStyle(): [HeatStyle, (changes: Partial<HeatStyle>) => void] {
  const [style, setStyle] = useLocalStorage<HeatStyle>({
    key: 'fovea-heat-style',
    defaultValue: usual,
    deserialize: (text) => {
      try {
        return styleSchema.catch(usual).parse(JSON.parse(text ?? 'null'));
      } catch {
        return usual;
      }
    },
  });
  return [style, (changes) => setStyle((current) => ({ ...current, ...changes }))];
}
