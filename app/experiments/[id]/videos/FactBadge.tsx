import { Badge } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';

/** A verdict on a video: told by icon and word, the colour only helps. */
export function FactBadge({ icon: Icon, color, text }: { icon: TablerIcon; color: string; text: string }) {
  return (
    <Badge
      variant="light"
      color={color}
      size="sm"
      tt="none"
      fw={550}
      c="var(--mantine-color-text)"
      leftSection={<Icon size={12} stroke={2} color={`var(--mantine-color-${color}-light-color)`} aria-hidden />}
      miw="max-content"
    >
      {text}
    </Badge>
  );
}
