import { curveStyle } from './curveStyle';
import classes from './curves.module.css';

/** A short piece of the n-th curve, for legends. Inside an element with the class of the chart. */
export function CurveSwatch({ n }: { n: number }) {
  const { color, dash } = curveStyle(n);
  return (
    <svg className={classes.swatch} viewBox="0 0 22 8" aria-hidden="true">
      <line x1="1" y1="4" x2="21" y2="4" stroke={color} strokeWidth="3" strokeDasharray={dash} strokeLinecap="round" />
    </svg>
  );
}
