/** Input of a network is (value - mean) / std per channel, value in 0..255. */
export type Normalisation = { mean: readonly [number, number, number]; std: readonly [number, number, number] };

/** The same as value * scale + shift. */
export type Affine = { scale: readonly [number, number, number]; shift: readonly [number, number, number] };

export function toAffine({ mean, std }: Normalisation): Affine {
  return {
    scale: [1 / std[0], 1 / std[1], 1 / std[2]],
    shift: [-mean[0] / std[0], -mean[1] / std[1], -mean[2] / std[2]],
  };
}

export const unchanged: Affine = { scale: [1, 1, 1], shift: [0, 0, 0] };
