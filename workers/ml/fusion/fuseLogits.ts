/** Late fusion: per time step the mean of the two branches' logits (N, T_out, classes); the tuned ones alone without a frozen branch. */
export function fuseLogits(tuned: Float32Array, frozen: Float32Array | null): Float32Array {
  if (!frozen) return tuned;
  return tuned.map((value, i) => (value + (frozen[i] ?? 0)) / 2);
}

/** Gradient at the tuned branch's logits, given the one at the fused logits. */
export function tunedGradient(fused: Float32Array, frozen: Float32Array | null): Float32Array {
  return frozen ? fused.map((value) => value / 2) : fused;
}
