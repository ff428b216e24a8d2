'use client';

import { Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { formatScore, formatScoreDelta } from '@/app/_components/formatScore';
import type { ScoreBar } from './prepareScores';
import classes from './ScoreBars.module.css';

/** Scores of the true classes and of the three highest, with the difference to Base in percentage points. */
export function ScoreBars({ bars, label }: { bars: ScoreBar[]; label: string }) {
  return (
    <div>
      {bars.some((bar) => bar.delta !== null) ? (
        <Text size="xs" c="dimmed" ta="right" mb={4}>
          score · points to Base
        </Text>
      ) : null}
      <ul className={classes.bars} aria-label={label}>
        {bars.map((bar) => (
          <li key={bar.class} className={classes.bar}>
            <div className={classes.name}>
              {bar.isTrue ? <IconCheck size={14} className={classes.true} aria-label="true class" /> : null}
              <Text size="xs" fw={bar.isTrue ? 600 : 400} lh={1.3} span>
                {bar.name}
              </Text>
              {bar.rank <= 3 ? (
                <Text size="xs" c="dimmed" span className={classes.rank}>
                  top {bar.rank}
                </Text>
              ) : null}
            </div>
            <div className={classes.track} aria-hidden>
              <div
                className={classes.fill}
                data-true={bar.isTrue || undefined}
                style={{ width: `${Math.min(100, Math.max(0, bar.score * 100))}%` }}
              />
            </div>
            <Text size="xs" fw={600} ta="right" span>
              {formatScore(bar.score)}
            </Text>
            <Text size="xs" c="dimmed" ta="right" span>
              {bar.delta === null ? '' : formatScoreDelta(bar.delta)}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
