import { idTable } from './idTable';

/** Files in which the weights of a run go out, for other programs. */
export const { table: exportFormats, schema: exportFormatSchema } = idTable({
  safetensors: { label: 'safetensors', extension: 'safetensors' },
  torch: { label: 'PyTorch state_dict', extension: 'pth' },
} as const satisfies Record<string, { label: string; extension: string }>);
export type ExportFormat = keyof typeof exportFormats;
