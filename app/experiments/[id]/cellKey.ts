import { type Cell, cellSchema } from '@/domain/experimentSpec';

/** A cell in a URL: `attention_e_e.late_fusion`. */
export function cellKey({ variant, fusion }: Cell): string {
  return `${variant}.${fusion}`;
}

/** Null where the text names no cell. */
export function parseCellKey(text: string | null): Cell | null {
  const [variant, fusion] = (text ?? '').split('.');
  return cellSchema.safeParse({ variant, fusion }).data ?? null;
}
