'use client';

import { useElementSize, useHotkeys, useMergedRef } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useHeatStyle } from '@/app/_components/frames/useHeatStyle';
import { type Evaluation, GalleryCard, type GalleryItem } from './GalleryCard';
import classes from './GalleryGrid.module.css';
import { isTyping } from './keyTargets';
import { takeLastVideo } from './lastVideo';
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
  const goTo = (index: number, align: 'auto' | 'center') => {
    setActive(index);
    virtual.scrollToIndex(Math.floor(index / columns), { align });
  };
  const walk = (event: KeyboardEvent, step: number) => {
    if (!isTyping(event)) goTo(active === null ? 0 : Math.min(items.length - 1, Math.max(0, active + step)), 'auto');
  };
  useHotkeys(
    [
      ['j', (event) => walk(event, 1), { preventDefault: false }],
      ['k', (event) => walk(event, -1), { preventDefault: false }],
    ],
    [],
  );
  const measured = layout !== null;
  // Coming back from a video, the grid opens at its card; scrolling by the browser came before the cards had a height.
  const goBack = useEffectEvent(() => {
    const left = takeLastVideo();
    const index = items.findIndex((item) => item.videoId === left);
    if (index >= 0) goTo(index, 'center');
  });
  useEffect(() => {
    if (measured) goBack();
  }, [measured]);
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
