'use client';

import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { ColorSchemeToggle } from './ColorSchemeToggle';
import { DiskWarning } from './DiskWarning';
import { LiveStatus } from './LiveStatus';
import { Logo } from './Logo';
import { Navigation } from './Navigation';
import classes from './Shell.module.css';
import { SignedOutDialog } from './SignedOutDialog';
import { SignOut } from './SignOut';

/** The frame of every page: header, navigation (behind a burger on narrow screens), content. */
export function Shell({ signedIn, children }: { signedIn: boolean; children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={0}
    >
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? 'Close navigation' : 'Open navigation'}
              aria-expanded={opened}
            />
            <Logo />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <LiveStatus />
            <ColorSchemeToggle />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Main">
        <Navigation onNavigate={close} />
        {signedIn ? <SignOut /> : null}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <DiskWarning />
        {children}
      </AppShell.Main>
      <SignedOutDialog />
    </AppShell>
  );
}
