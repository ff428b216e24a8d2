// @ts-check

/** On a terminal progress rewrites one line; anywhere else a line now and then. */
const QUIET_SECONDS = 10;

/**
 * What the set-up tells the user. `step` opens a piece of work, `progress` says how far it is, `done` closes it with its time.
 * @param {{ write: (text: string) => unknown, isTTY?: boolean }} stream
 */
export function createReport(stream = process.stdout) {
  const live = Boolean(stream.isTTY);
  let title = '';
  let begun = 0;
  let lastLine = 0;
  const clear = () => live && stream.write('\r\x1b[2K');

  return {
    /** @param {string} text */
    line(text) {
      clear();
      stream.write(`${text}\n`);
    },
    /** @param {string} text */
    step(text) {
      title = text;
      begun = lastLine = Date.now();
      stream.write(live ? `  ${title} ...` : `  ${title} ...\n`);
    },
    /** @param {string} text for example '120 of 274 MB' */
    progress(text) {
      if (live) {
        clear();
        stream.write(`  ${title}: ${text}`);
      } else if (Date.now() - lastLine >= QUIET_SECONDS * 1000) {
        lastLine = Date.now();
        stream.write(`  ${title}: ${text}\n`);
      }
    },
    /** @param {string} [text] what came of it */
    done(text = 'done') {
      clear();
      stream.write(`  ${title}: ${text} (${((Date.now() - begun) / 1000).toFixed(1)} s)\n`);
    },
  };
}

/** @typedef {ReturnType<typeof createReport>} Report */
