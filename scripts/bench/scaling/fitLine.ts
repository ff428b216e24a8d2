export type Point = { x: number; y: number };

/** y = intercept + slope x, and how far the points are from it. */
export type Line = {
  intercept: number;
  slope: number;
  /** Root of the mean squared residual, in units of y. */
  rms: number;
  /** Largest residual as a share of its y. */
  worst: number;
};

/** Least squares. @throws RangeError for fewer than two different x */
export function fitLine(points: readonly Point[]): Line {
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const spread = points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
  if (!(spread > 0)) throw new RangeError('a line needs two points with different x');
  const slope = points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0) / spread;
  const intercept = my - slope * mx;
  const residuals = points.map(({ x, y }) => ({ y, residual: y - intercept - slope * x }));
  return {
    intercept,
    slope,
    rms: Math.sqrt(mean(residuals.map(({ residual }) => residual ** 2))),
    worst: Math.max(...residuals.map(({ y, residual }) => Math.abs(residual / y))),
  };
}
