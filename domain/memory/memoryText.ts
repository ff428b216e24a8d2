/** A size as people say it: `740 MiB`, `3.4 GiB`, `24 GiB`. */
export function memoryText(bytes: number): string {
  const gibibytes = bytes / 2 ** 30;
  if (gibibytes < 0.95) return `${Math.round(bytes / 2 ** 20)} MiB`;
  return `${gibibytes < 9.95 ? gibibytes.toFixed(1) : Math.round(gibibytes)} GiB`;
}
