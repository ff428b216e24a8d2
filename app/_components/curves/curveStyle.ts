export type CurveStyle = { color: string; dash: string | undefined };

const colors = 10;
const dashes = [undefined, '5 3'];

/** Colour and dash of the n-th curve of a chart; twenty can be told apart. The colours are set by curves.module.css. */
export function curveStyle(n: number): CurveStyle {
  return { color: `var(--curve-${n % colors})`, dash: dashes[Math.floor(n / colors) % dashes.length] };
}
