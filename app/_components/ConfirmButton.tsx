'use client';

import { Button, type ButtonProps, Popover, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

type ConfirmButtonProps = ButtonProps & { label: string; question: string; confirm: string; onConfirm: () => void };

/** A button for what cannot be undone: asks first. */
export function ConfirmButton({ label, question, confirm, onConfirm, ...button }: ConfirmButtonProps) {
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <Popover opened={opened} onChange={close} position="bottom" withArrow trapFocus width={280}>
      <Popover.Target>
        <Button variant="default" onClick={toggle} {...button}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{question}</Text>
          <Button
            size="xs"
            color="red"
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            {confirm}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
