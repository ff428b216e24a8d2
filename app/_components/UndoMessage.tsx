import { Button, Group, Text } from '@mantine/core';

/** Inside a notification: what was done, and a way back. */
export function UndoMessage({ text, onUndo }: { text: string; onUndo: () => void }) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <Text size="sm" c="var(--mantine-color-text)" miw={0}>
        {text}
      </Text>
      <Button size="xs" variant="light" onClick={onUndo} style={{ flex: 'none' }}>
        Undo
      </Button>
    </Group>
  );
}
