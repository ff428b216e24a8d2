/**
 * What the estimate of memory takes from measurement. `npm run bench -- --only memory` measures runs on the CPU and prints the values
 * that fit them best; they change when layers keep more or less.
 */
export type MemoryConstants = {
  /** Node, libtensorflow and our code before the first tensor, and the frames that are being decoded [MiB]. */
  processMiB: number;
  /** Copies of the weights while a run trains: variable, momentum, gradient, and the bytes of a checkpoint. */
  trainedCopies: number;
  /** Copies of the weights of a network that only evaluates, until its bytes are let go. */
  frozenCopies: number;
  /** Values kept for the backward pass of training over what convolutions, blocks and pools give. */
  keptInTraining: number;
  /** The same for the gradient of the input in a frozen network, which needs no gradients of weights. */
  keptInSaliency: number;
  /** The same in the network that is being tuned, whose batch norms are not folded into its weights. */
  keptInTunedSaliency: number;
  /** Values alive at a time in a forward pass that keeps nothing, over the largest input and output of one convolution. */
  aliveInForward: number;
  /** Copies of every view of a batch (V_in, the second one, both one after the other): decoded, composed, in the engine. */
  viewCopies: number;
};

/** Fitted on ResNet50-I3D at 224 px, T = 16, 32 and 64, batches of 1, 2 and 4, and on Micro-I3D; one thread. */
export const cpuMemory: MemoryConstants = {
  processMiB: 410,
  trainedCopies: 5.9,
  frozenCopies: 0.54,
  keptInTraining: 1.47,
  keptInSaliency: 0.63,
  keptInTunedSaliency: 1.46,
  aliveInForward: 1.7,
  viewCopies: 1.26,
};

/**
 * For a GPU, computed and not measured: activations are those of the CPU; the CUDA context and its libraries, their workspaces, and
 * the rounding of the allocator come on top.
 */
export const gpuMemory = {
  /** Context, cuDNN and cuBLAS on the device [MiB]. */
  contextMiB: 900,
  /** Workspace of the fastest convolutions, over the largest input and output of one. */
  workspace: 3,
  /** The allocator's rounding and holes. */
  holes: 1.1,
  /** Variable, momentum and gradient; a frozen network holds one. */
  trainedCopies: 3,
  frozenCopies: 1,
  /** Host memory of a process that has loaded CUDA [MiB]. */
  processMiB: 2500,
  /** Copies of the weights in the host: those of a checkpoint being written or read. */
  hostCopies: 4,
} as const;
