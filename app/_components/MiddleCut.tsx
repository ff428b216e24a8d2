import { VisuallyHidden } from '@mantine/core';
import classes from './MiddleCut.module.css';

const tailLength = 8;
/** Shorter names are rarely cut, and by a letter or two. */
const splitFrom = 20;

/** A name on one line: where it does not fit it is cut before its last letters, by which long names differ; whole in its title. */
export function MiddleCut({ text, className }: { text: string; className?: string }) {
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  const at = letters.length - tailLength;
  return (
    <span className={`${classes.cut} ${className ?? ''}`} title={text} dir="auto">
      {letters.length < splitFrom ? (
        <span className={classes.head}>{text}</span>
      ) : (
        <>
          <VisuallyHidden component="span">{text}</VisuallyHidden>
          <span className={classes.head} aria-hidden>
            {letters.slice(0, at).join('')}
          </span>
          <span className={classes.tail} aria-hidden>
            {letters.slice(at).join('')}
          </span>
        </>
      )}
    </span>
  );
}
