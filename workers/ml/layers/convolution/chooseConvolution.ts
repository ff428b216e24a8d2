import type { Convolution, ConvolutionGeometry } from './convolution';
import { pointwiseConvolution } from './pointwiseConvolution';
import { spatialConvolution } from './spatialConvolution';
import { temporalConvolution } from './temporalConvolution';
import { volumeConvolution } from './volumeConvolution';

/** The fastest ops for a kernel and stride. Kernels must be odd: only then does k >> 1 on both sides keep the size. */
export function chooseConvolution(geometry: ConvolutionGeometry): Convolution {
  const [kt, kh, kw] = geometry.kernel;
  const [st, sh, sw] = geometry.stride;
  if ([kt, kh, kw].some((k) => k % 2 === 0)) throw new Error(`kernel ${geometry.kernel.join(' x ')} is not odd`);
  const oneFrame = kt === 1;
  const onePixel = kh === 1 && kw === 1;
  if (oneFrame && onePixel) return pointwiseConvolution(geometry);
  if (oneFrame && st === 1) return spatialConvolution(geometry);
  if (onePixel && sh * sw === 1) return temporalConvolution(geometry);
  return volumeConvolution(geometry);
}
