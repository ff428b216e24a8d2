import { Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of the comparison under its heading, with controls at the right. */
export function Section({ title, controls, children }: { title: string; controls?: ReactNode; children: ReactNode }) {
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end" gap="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        {controls}
      </Group>
      {children}
    </Stack>
  );
}
