import { Input, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

/** A visible label over a control that has no label of its own, such as a SegmentedControl; name the control with `aria-label` too. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Stack gap={2} align="flex-start" maw="100%">
      <Input.Label labelElement="div" aria-hidden>
        {label}
      </Input.Label>
      {children}
    </Stack>
  );
}
