'use client';

import { useElementSize, useHotkeys, useMergedRef } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useHeatStyle } from '@/app/_components/frames/useHeatStyle';
import { type Evaluation, GalleryCard, type GalleryItem } from './GalleryCard';
import classes from './GalleryGrid.module.css';
import { gridGap, prepareGrid } from './prepareGrid';

type GalleryGridProps = {
  items: GalleryItem[];
  evaluation: Evaluation;
  classNames: string[];
  comparable: boolean;
  hrefOf: (videoId: string) => string;
  /** Called when the end of what is loaded comes near. */
  onNearEnd: () => void;
};

/** Cards of the videos; only those near the screen exist. j and k walk through them, Enter opens. */
export function GalleryGrid({ items, evaluation, classNames, comparable, hrefOf, onNearEnd }: GalleryGridProps) {
  const [heat] = useHeatStyle();
  const list = useRef<HTMLUListElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLUListElement>();
  const ref = useMergedRef(list, sizeRef);
  const [active, setActive] = useState<number | null>(null);
  const strip = items.find((item) => item.frames)?.frames;
  const layout = prepareGrid(width, strip ? strip.originalHeight / strip.originalWidth : 1);
  const columns = layout?.columns ?? 1;
  const rows = Math.ceil(items.length / columns);
  const rowHeight = layout?.cardHeight ?? 0;
  const virtual = useWindowVirtualizer({
    count: layout ? rows : 0,
    estimateSize: () => rowHeight,
    gap: gridGap,
    overscan: 2,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: (row) => `${row}/${columns}/${rowHeight}`,
    onChange: (instance) => {
      const last = instance.getVirtualItems().at(-1);
      if (last && last.index >= rows - 3) onNearEnd();
    },
  });
  const walk = (step: number) => {
    const next = active === null ? 0 : Math.min(items.length - 1, Math.max(0, active + step));
    setActive(next);
    virtual.scrollToIndex(Math.floor(next / columns), { align: 'auto' });
  };
  useHotkeys([
    ['j', () => walk(1)],
    ['k', () => walk(-1)],
  ]);
  const shown = virtual.getVirtualItems().flatMap((row) =>
    items.slice(row.index * columns, (row.index + 1) * columns).map((item, column) => ({
      item,
      index: row.index * columns + column,
      left: column * ((layout?.cardWidth ?? 0) + gridGap),
      top: row.start - virtual.options.scrollMargin,
    })),
  );
  return (
    <ul ref={ref} aria-label="Videos" className={classes.list} style={{ height: virtual.getTotalSize() }}>
      {shown.map(({ item, index, left, top }) => (
        <li
          key={item.videoId}
          className={classes.item}
          style={{ width: layout?.cardWidth, height: rowHeight, transform: `translate(${left}px, ${top}px)` }}
        >
          <GalleryCard
            item={item}
            evaluation={evaluation}
            classNames={classNames}
            comparable={comparable}
            heat={heat}
            href={hrefOf(item.videoId)}
            focused={index === active}
            wide={layout?.wide ?? false}
          />
        </li>
      ))}
    </ul>
  );
}
