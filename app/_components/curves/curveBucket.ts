/** Some steps of a curve; null where no value of them is finite. */
export type CurveBucket = {
  step: number;
  min: number | null;
  max: number | null;
  last: number | null;
  smoothed: number | null;
  notFinite: number;
};
