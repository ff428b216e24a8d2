/** A float32 array with its shape, row-major. */
export type NamedTensor = { shape: readonly number[]; data: Float32Array };
