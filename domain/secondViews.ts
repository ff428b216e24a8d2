import { idTable } from './idTable';

/** What the network sees besides V_in. `true_box` is a sanity control: the box sits on the true object. */
export const { table: secondViews, schema: secondViewSchema } = idTable({
  none: { label: 'none', needsBox: false, oracle: false },
  repeat: { label: 'repeat V_in', needsBox: false, oracle: false },
  random_crop: { label: 'random crop', needsBox: true, oracle: false },
  center_crop: { label: 'centre crop', needsBox: true, oracle: false },
  attention: { label: 'attention', needsBox: true, oracle: false },
  true_box: { label: 'true object', needsBox: true, oracle: true },
} as const satisfies Record<string, { label: string; needsBox: boolean; oracle: boolean }>);

export type SecondView = keyof typeof secondViews;

/** Where the pixels of a box come from: the original video at full resolution, or the input volume V_in ("upscaled"). */
export const { table: cropSources, schema: cropSourceSchema } = idTable({
  original: { label: 'original video' },
  upscaled: { label: 'upscaled from V_in' },
} as const satisfies Record<string, { label: string }>);

export type CropSource = keyof typeof cropSources;
