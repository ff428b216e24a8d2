'use client';

import { Button, Collapse, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';

/** Fields that most people leave alone; opens by itself when one of them has an error. */
export function Foldable({ label, hasError, children }: { label: string; hasError: boolean; children: ReactNode }) {
  const [opened, { toggle }] = useDisclosure();
  const id = useId();
  const expanded = opened || hasError;
  const Icon = expanded ? IconChevronDown : IconChevronRight;
  return (
    <Stack gap="sm" align="stretch">
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={toggle}
        aria-expanded={expanded}
        aria-controls={id}
        leftSection={<Icon size={16} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
      >
        {label}
      </Button>
      <Collapse expanded={expanded} id={id}>
        {children}
      </Collapse>
    </Stack>
  );
}
