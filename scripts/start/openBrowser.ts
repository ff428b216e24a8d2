import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { writeWholeSync } from '@/files/writeWhole.mjs';

/** By then the browser has read the page. */
const KEPT_MS = 60_000;

/**
 * Shows the link in the browser where there is a desktop and somebody looks at the terminal. The browser is given a page in the home
 * that leads there: other users see the arguments of its command, and the link carries the access token.
 */
export function openBrowser(link: string, home: string): void {
  const hasDesktop = process.platform === 'darwin' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDesktop || !process.stdout.isTTY) return;
  const page = path.join(home, 'open.html');
  const refresh = `<meta http-equiv="refresh" content="0; url=${link}">`;
  writeWholeSync(page, `<!doctype html>${refresh}<title>Fovea</title>\n`, { mode: 0o600 });
  const forget = () => rmSync(page, { force: true });
  setTimeout(forget, KEPT_MS).unref();
  process.once('exit', forget);
  const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [page], {
    stdio: 'ignore',
    detached: true,
  });
  opener.once('error', () => {}); // no opener installed: the address is printed anyway
  opener.unref();
}
