'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { TrpcProvider } from '@/app/_trpc/TrpcProvider';
import { cssVariablesResolver, theme } from './theme';

/** Everything that pages find above them: API, theme, notifications, URL state. */
export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  return (
    <TrpcProvider>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <Notifications position="bottom-right" autoClose={8000} />
        <NuqsAdapter>{children}</NuqsAdapter>
      </MantineProvider>
    </TrpcProvider>
  );
}
