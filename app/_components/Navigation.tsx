'use client';

import { NavLink, Stack } from '@mantine/core';
import {
  IconArrowsDiff,
  IconDatabase,
  IconFlask,
  IconPlayerPlay,
  IconServer2,
  IconTrash,
  IconWeight,
} from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

const items = [
  { href: '/', label: 'Experiments', icon: IconFlask, owns: /^\/$|^\/experiments/ },
  { href: '/runs', label: 'Runs', icon: IconPlayerPlay, owns: /^\/runs/ },
  { href: '/compare', label: 'Compare', icon: IconArrowsDiff, owns: /^\/compare/ },
  { href: '/datasets', label: 'Datasets', icon: IconDatabase, owns: /^\/datasets/ },
  { href: '/weights', label: 'Weights', icon: IconWeight, owns: /^\/weights/ },
  { href: '/workers', label: 'Workers', icon: IconServer2, owns: /^\/workers/ },
  { href: '/bin', label: 'Bin', icon: IconTrash, owns: /^\/bin/ },
];

/** Links to the sections; the one that holds the page is marked. */
export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const path = usePathname();
  return (
    <Stack gap={4}>
      {items.map(({ href, label, icon: Icon, owns }) => {
        const active = owns.test(path);
        return (
          <NavLink
            key={href}
            component={Link}
            href={href}
            label={label}
            style={{ borderRadius: 'var(--mantine-radius-md)' }}
            active={active}
            aria-current={active ? 'page' : undefined}
            leftSection={<Icon size={18} stroke={1.75} aria-hidden />}
            onClick={onNavigate}
          />
        );
      })}
    </Stack>
  );
}
