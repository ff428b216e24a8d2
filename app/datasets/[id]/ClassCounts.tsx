'use client';

import { ScrollArea, Text } from '@mantine/core';
import classes from './ClassCounts.module.css';
import type { ClassCountRow } from './prepareClassCounts';

/** Bar chart of the classes: share of the videos of each split that show one. */
export function ClassCounts({ rows }: { rows: ClassCountRow[] }) {
  return (
    <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0, 'aria-label': 'Classes', role: 'region' }}>
      <ul className={classes.rows}>
        {rows.map((row) => (
          <li key={row.class}>
            <Text size="sm" lh={1.3}>
              {row.name}
            </Text>
            {row.splits.map(({ split, videos, share, length }, index) => (
              <div key={split} className={classes.row}>
                <Text size="xs" c="dimmed" span>
                  {split}
                </Text>
                <div className={classes.track} aria-hidden>
                  <div
                    className={classes.bar}
                    data-second={index > 0 || undefined}
                    style={{ width: `${length * 100}%` }}
                  />
                </div>
                <Text size="xs" ta="right" span>
                  {videos.toLocaleString('en-GB')} ({(share * 100).toFixed(1)} %)
                </Text>
              </div>
            ))}
          </li>
        ))}
      </ul>
    </ScrollArea.Autosize>
  );
}
