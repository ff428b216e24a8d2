import { backboneIdSchema, backbones } from '@/domain/backbones';
import { weightsFormatSchema, weightsFormats } from '@/domain/weightsReport';

/** `ResNet50-I3D`; the id itself where a backbone is not known any more. */
export function backboneLabel(id: string): string {
  const known = backboneIdSchema.safeParse(id);
  return known.success ? backbones[known.data].label : id;
}

/** `PyTorch (zip)` */
export function formatLabel(id: string): string {
  const known = weightsFormatSchema.safeParse(id);
  return known.success ? weightsFormats[known.data] : id;
}

/** What a run finds as its classifier. */
export function headText(classes: number | null): string {
  return classes === null ? 'drawn anew' : `${classes.toLocaleString('en-GB')} classes`;
}
