'use client';

import { useDocumentVisibility } from '@mantine/hooks';
import { skipToken, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTRPC } from '@/app/_trpc/client';
import { checkSession, useSignedOut } from '@/app/_trpc/signedOut';
import { isStaleAfter } from './isStaleAfter';

export type LiveState = 'connecting' | 'live' | 'paused' | 'offline';

/**
 * Makes every query on screen stale when rows behind it were written. Mounted once, in the shell.
 * Hidden tabs let go of their connection (browsers allow six a host) and catch up when they are shown again.
 */
export function useLive(): LiveState {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const visible = useDocumentVisibility() === 'visible';
  const signedOut = useSignedOut();
  const options = trpc.event.onChange.subscriptionOptions(visible && !signedOut ? {} : skipToken, {
    onConnectionStateChange: ({ error }) => {
      if (error) checkSession();
    },
    // After a pause or a lost connection anything may have changed; what was just fetched is fresh.
    onStarted: () => {
      const old = Date.now() - 2000;
      void queryClient.invalidateQueries({ predicate: ({ state }) => state.dataUpdatedAt < old });
    },
    onData: ({ data }) => {
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isStaleAfter(queryKey, data) });
    },
  });
  const { status } = useSubscription(options);
  if (!visible) return 'paused';
  if (status === 'pending') return 'live';
  return status === 'error' ? 'offline' : 'connecting';
}
