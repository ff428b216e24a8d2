let last: string | null = null;

/** Notes which video was looked at, so that the gallery opens where it was left. */
export function rememberVideo(videoId: string): void {
  last = videoId;
}

/** The video that was looked at last in this tab, once. */
export function takeLastVideo(): string | null {
  const taken = last;
  last = null;
  return taken;
}
