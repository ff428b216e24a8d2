'use client';

import { Slider, Stack, Text } from '@mantine/core';
import { useState } from 'react';

/** Weight of the moving average; tells only where the thumb was left, because every weight asks the server again. */
export function SmoothingSlider({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? value;
  return (
    <Stack gap={4} w={240} maw="100%">
      <Text size="sm" fw={500}>
        Smoothing {shown.toFixed(2)}
      </Text>
      <Slider
        min={0}
        max={0.99}
        step={0.01}
        label={null}
        value={shown}
        onChange={setDragged}
        onChangeEnd={(chosen) => {
          setDragged(null);
          onChange(chosen);
        }}
        thumbLabel="Smoothing"
      />
    </Stack>
  );
}
