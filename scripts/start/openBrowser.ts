import { spawn } from 'node:child_process';

/** Shows the address in the browser where there is a desktop and somebody looks at the terminal. */
export function openBrowser(url: string): void {
  const hasDesktop = process.platform === 'darwin' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDesktop || !process.stdout.isTTY) return;
  const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [url], { stdio: 'ignore', detached: true });
  opener.once('error', () => {}); // no opener installed: the address is printed anyway
  opener.unref();
}
