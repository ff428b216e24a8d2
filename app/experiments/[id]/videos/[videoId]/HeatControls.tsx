'use client';

import { Group, Input, SegmentedControl, Slider, Stack } from '@mantine/core';
import { heatColourIds, heatColours } from '@/app/_components/frames/heatColours';
import type { HeatStyle } from '@/app/_components/frames/heatPixels';

type HeatControlsProps = { heat: HeatStyle; onChange: (changes: Partial<HeatStyle>) => void };
const percent = (value: number) => `${Math.round(value * 100)} %`;

/** How saliency is laid over the frames; applies to every row and is remembered by this browser. */
export function HeatControls({ heat, onChange }: HeatControlsProps) {
  return (
    <Stack gap="xs">
      <Share label="Heat map opacity" value={heat.opacity} onChange={(opacity) => onChange({ opacity })} />
      <Share label="Heat map threshold" value={heat.threshold} onChange={(threshold) => onChange({ threshold })} />
      <Group gap="xs" justify="space-between">
        <Input.Label labelElement="div" aria-hidden>
          Colours
        </Input.Label>
        <SegmentedControl
          size="xs"
          aria-label="Heat map colours"
          data={heatColourIds.map((id) => ({ value: id, label: heatColours[id].label }))}
          value={heat.colours}
          onChange={(value) => onChange({ colours: heatColourIds.find((id) => id === value) ?? heat.colours })}
        />
      </Group>
    </Stack>
  );
}

function Share({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  return (
    <div>
      <Group justify="space-between">
        <Input.Label labelElement="div" aria-hidden>
          {label}
        </Input.Label>
        <span>{percent(value)}</span>
      </Group>
      <Slider min={0} max={1} step={0.05} value={value} onChange={onChange} label={null} thumbLabel={label} />
    </div>
  );
}
