import { Badge } from '@mantine/core';
import type { Icon as TablerIcon } from '@tabler/icons-react';

type IconBadgeProps = { icon: TablerIcon; color: string; size?: 'sm' | 'md' | 'lg'; children: string };

/** A state: told by icon and word, the colour only helps. */
export function IconBadge({ icon: Icon, color, size = 'md', children }: IconBadgeProps) {
  return (
    <Badge
      variant="light"
      color={color}
      size={size}
      tt="none"
      fw={550}
      c="var(--mantine-color-text)"
      leftSection={<Icon size={13} stroke={2} color={`var(--mantine-color-${color}-light-color)`} aria-hidden />}
      miw="max-content"
    >
      {children}
    </Badge>
  );
}
