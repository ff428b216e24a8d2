/**
 * How often a 2-D kernel [O, I, h, w] is repeated over time to become [O, I, t, h, w]; null where the other sizes differ.
 */
export function inflationOf(found: readonly number[], wanted: readonly number[]): number | null {
  const [o, i, h, w] = found;
  const [outputs, inputs, time, height, width] = wanted;
  if (found.length !== 4 || wanted.length !== 5 || time === undefined) return null;
  return o === outputs && i === inputs && h === height && w === width ? time : null;
}

/**
 * Repeat a kernel over time and divide it by the number of repetitions: on a still video the layer answers as it did on the image
 * (Carreira and Zisserman 2017, section 2.4; PyVideoResearch does the same).
 * @param values [O, I, h, w] @param into [O, I, t, h, w]
 * @param area h x w @param repeats t
 */
export function inflateKernel(
  values: Float32Array,
  { into, area, repeats }: { into: Float32Array; area: number; repeats: number },
): void {
  for (let from = 0, to = 0; from < values.length; from += area) {
    for (let t = 0; t < repeats; t++) {
      for (let k = 0; k < area; k++) into[to++] = (values[from + k] as number) / repeats;
    }
  }
}
