import { isBehindFront } from '@/server/security/behindFront';

/** Runs when Next.js starts to serve, which it does behind our own server only: that one refuses what is not for us. */
export function register(): void {
  if (!isBehindFront()) {
    throw new Error('The pages are served behind server/front/main.ts only. Start the workbench with `npm start`.');
  }
}
