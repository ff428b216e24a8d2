/** Seconds as a person says them, in at most two units: `4.2 s`, `3 min 12 s`, `2 h 5 min`, `1 d 3 h`; a dash where unknown. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  const whole = Math.round(seconds);
  if (whole < 10) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(whole, 60, 'min', 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return pair(minutes, 60, 'h', 'min');
  return pair(Math.round(minutes / 60), 24, 'd', 'h');
}

/** How long something is ago, in its largest unit, begun ones not counted: `59 s`, `3 min`, `1 d`. */
export function formatAge(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [size, unit] =
    whole < 60 ? [1, 's'] : whole < 3600 ? [60, 'min'] : whole < 86_400 ? [3600, 'h'] : [86_400, 'd'];
  return `${Math.floor(whole / size)} ${unit}`;
}

function pair(value: number, size: number, large: string, small: string): string {
  const rest = value % size;
  const whole = `${Math.floor(value / size)} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}
