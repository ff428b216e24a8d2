import type { DatasetClass } from '@/domain/datasetClass';

/** How many videos of each split show a class. */
export type ClassCountRow = {
  class: number;
  name: string;
  splits: {
    split: string;
    videos: number;
    /** Share of the videos of the split, 0..1. */
    share: number;
    /** Length of the bar in 0..1: the share over the largest of all, so that splits of different size compare. */
    length: number;
  }[];
};

/** One row a class, in class order, with every split, also where it has none. */
export function prepareClassCounts({
  classes,
  splits,
  counts,
}: {
  classes: DatasetClass[];
  splits: { split: string; videos: number }[];
  counts: { split: string; class: number; videos: number }[];
}): ClassCountRow[] {
  const of = new Map(counts.map((count) => [`${count.split}/${count.class}`, count.videos]));
  const shareOf = (cls: number, { split, videos }: { split: string; videos: number }) =>
    videos === 0 ? 0 : (of.get(`${split}/${cls}`) ?? 0) / videos;
  const shares = classes.flatMap((_, cls) => splits.map((split) => shareOf(cls, split)));
  const largest = shares.reduce((most, share) => Math.max(most, share), 0); // too many for the arguments of one call
  return classes.map(({ name }, cls) => ({
    class: cls,
    name,
    splits: splits.map((split) => {
      const share = shareOf(cls, split);
      return {
        split: split.split,
        videos: of.get(`${split.split}/${cls}`) ?? 0,
        share,
        length: largest === 0 ? 0 : share / largest,
      };
    }),
  }));
}
