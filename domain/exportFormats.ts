import { z } from 'zod';

/** Files in which the weights of a run go out, for other programs. */
export const exportFormats = {
  safetensors: { label: 'safetensors', extension: 'safetensors' },
  torch: { label: 'PyTorch state_dict', extension: 'pth' },
} as const satisfies Record<string, { label: string; extension: string }>;
export type ExportFormat = keyof typeof exportFormats;
export const exportFormatSchema = z.enum(['safetensors', 'torch']);
