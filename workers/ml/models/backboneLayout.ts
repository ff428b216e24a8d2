import type { BatchNormSpec } from '@/workers/ml/layers/batchNorm';
import type { ConvolutionGeometry } from '@/workers/ml/layers/convolution/convolution';
import type { BackboneSpec, BlockSpec, ConvolutionSpec } from './backboneSpec';

/** A convolution with its batch norm at its place in the network; names as in PyTorch. */
export type UnitSite = {
  convolution: string;
  norm: string;
  normSpec: BatchNormSpec;
  geometry: ConvolutionGeometry;
  relu: boolean;
};
export type BlockSite = { units: UnitSite[]; shortcut: UnitSite | null };
export type BackboneLayout = { stem: UnitSite; stages: BlockSite[][]; features: number };

/** Walk through a spec once: names, channels and norms of all convolutions, in the order of PyTorch's state_dict. */
export function backboneLayout(spec: BackboneSpec): BackboneLayout {
  let channels = spec.stem.channels;
  const site = (prefix: string, convolution: ConvolutionSpec, inputs: number): UnitSite => ({
    convolution: `${prefix}conv1`,
    norm: `${prefix}bn1`,
    normSpec: spec.norm,
    geometry: { kernel: convolution.kernel, stride: convolution.stride, inputs, outputs: convolution.channels },
    relu: true,
  });
  const block = ({ convolutions, shortcut }: BlockSpec, prefix: string): BlockSite => {
    const first = channels;
    const units = convolutions.map((convolution, k): UnitSite => {
      const unit = site(prefix, convolution, channels);
      channels = convolution.channels;
      const number = k + 1;
      return {
        ...unit,
        convolution: `${prefix}conv${number}`,
        norm: `${prefix}bn${number}`,
        relu: number < convolutions.length,
      };
    });
    if (!shortcut) return { units, shortcut: null };
    const projection = { kernel: [1, 1, 1], stride: shortcut, channels } as const;
    return {
      units,
      shortcut: {
        ...site(prefix, projection, first),
        convolution: `${prefix}downsample.0`,
        norm: `${prefix}downsample.1`,
        normSpec: spec.shortcutNorm,
        relu: false,
      },
    };
  };
  const stem = site('', spec.stem, 3);
  const stages = spec.stages.map((blocks, s) => blocks.map((b, k) => block(b, `layer${s + 1}.${k}.`)));
  return { stem, stages, features: channels };
}
