'use client';

import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';

/** Light or dark; remembered in this browser. Both icons are drawn and CSS shows one, so that nothing flashes. */
export function ColorSchemeToggle() {
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Switch light and dark" onClick={toggleColorScheme}>
      <IconMoon size={18} stroke={1.75} className="mantine-light-hidden" aria-hidden />
      <IconSun size={18} stroke={1.75} className="mantine-dark-hidden" aria-hidden />
    </ActionIcon>
  );
}
