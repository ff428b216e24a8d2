const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size in the largest unit of which there is at least one: `512 B`, `244.1 KiB`, `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}
