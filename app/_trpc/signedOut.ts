'use client';

import { useSyncExternalStore } from 'react';

let signedOut = false;
const listeners = new Set<() => void>();

/** Says whether the server still knows the session of this browser. */
export function setSignedOut(value: boolean): void {
  if (signedOut === value) return;
  signedOut = value;
  for (const listener of listeners) listener();
}

/** `fetch` that notices when the server asks for the access token. */
export const watchedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status === 401) setSignedOut(true);
  return response;
};

/** Asks whether it is the session that is missing, where an answer failed without saying why. */
export function checkSession(): void {
  watchedFetch('/login', { method: 'HEAD', redirect: 'manual' }).catch(() => {}); // offline is another matter
}

/** True from the moment an answer was refused for want of the access token until it was shown again. */
export function useSignedOut(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => signedOut,
    () => false,
  );
}
