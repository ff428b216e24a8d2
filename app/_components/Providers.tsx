'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import '@/domain/text/plainIssues';
import { TrpcProvider } from '@/app/_trpc/TrpcProvider';
import { cssVariablesResolver, theme } from './theme';

/** Everything that pages find above them: API, theme, notifications, URL state. */
export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  // Where the scroll lock of drawers and modals looks for the nonce of the style sheet that it inserts.
  if (typeof window !== 'undefined') Object.assign(window, { __webpack_nonce__: nonce });
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
