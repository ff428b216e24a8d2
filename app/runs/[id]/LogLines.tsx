import { Button } from '@mantine/core';
import dayjs from 'dayjs';
import type { Outputs } from '@/app/_trpc/outputs';
import classes from './LogLines.module.css';
import { prepareHighlight } from './prepareHighlight';

type Line = Outputs['run']['log']['items'][number];

type LogLinesProps = {
  /** Oldest first. */
  lines: Line[];
  search: string;
  /** Loads what was before; null at the beginning. */
  older: (() => unknown) | null;
  loading: boolean;
};

/** Lines in a box that opens at its end and stays there while lines are added (its content runs bottom to top). */
export function LogLines({ lines, search, older, loading }: LogLinesProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section className={classes.box} aria-label="Log" tabIndex={0}>
      <ol className={classes.lines}>
        {lines.map(({ id, at, attempt, level, text }) => (
          <li key={id} className={classes.line} data-level={level}>
            <time dateTime={at.toISOString()} className={classes.time} suppressHydrationWarning>
              {dayjs(at).format('HH:mm:ss')}
            </time>
            <span className={classes.attempt} title={`Attempt ${attempt}`}>
              {attempt}
            </span>
            <span className={classes.level}>{level}</span>
            <span className={classes.text}>
              {prepareHighlight(text, search).map(({ text: piece, found }, index) =>
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a fixed text
                found ? <mark key={index}>{piece}</mark> : <span key={index}>{piece}</span>,
              )}
            </span>
          </li>
        ))}
      </ol>
      {older ? (
        <Button variant="subtle" size="xs" loading={loading} onClick={older} className={classes.older}>
          Older lines
        </Button>
      ) : null}
    </section>
  );
}
