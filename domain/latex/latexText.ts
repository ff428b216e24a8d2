import { printable } from '@/domain/text/textFault';
import { accents, asciiCommands, otherCommands } from './latexCharacters';

/** What shows nothing; without the joiners, which letters of some scripts and emoji need. */
const invisible = /(?![\u200C\u200D])\p{Cf}/gu;
/** Present where a text has characters that pdfLaTeX cannot print. */
const unicodeEngine = '\\ifdefined\\Umathcode';

/**
 * Plain text for LaTeX: it compiles and prints as itself wherever it stands, at the beginning of a row, in a caption, in an argument, in
 * OT1 and T1. Blanks and line ends are one blank. Scripts and emoji that pdfLaTeX has no letters for are printed by XeLaTeX and LuaLaTeX;
 * pdfLaTeX prints their numbers, (U+53A8 U+623F).
 */
export function latexText(text: string): string {
  const visible = printable(text, { lines: 'many' }).replace(invisible, '').normalize('NFC');
  const characters = visible.replace(/[\s\p{Cc}\p{Z}]+/gu, ' ').trim();
  // Two of one kind, or one before a quote, would be one character.
  const apart = characters.replace(/-(?=-)|,(?=,)|[?!](?=[`‘])/g, '$&\0');
  return apart.replace(/[\0\x21-\x7e]|[^\x20-\x7e]+/gu, (run) =>
    run.length === 1 && run <= '~' ? (run === '\0' ? '{}' : (asciiCommands.get(run) ?? run)) : beyondAscii(run),
  );
}

/** First lines of a fragment: the packages that it needs, and what pdfLaTeX does to its text. */
export function latexHead(body: string): string[] {
  return [
    '% \\usepackage{booktabs}',
    ...(body.includes(unicodeEngine)
      ? [
          '% Characters that pdfLaTeX has no letters for stand as (U+...); XeLaTeX and LuaLaTeX print them in a font that has them.',
        ]
      : []),
  ];
}

function beyondAscii(run: string): string {
  const parts = [...run].map((character) => ({ character, command: commandOf(character) }));
  const pieces: string[] = [];
  let unknown: string[] = [];
  const flush = () => {
    if (unknown.length > 0) pieces.push(byEngine(unknown));
    unknown = [];
  };
  for (const { character, command } of parts) {
    if (command === null) unknown.push(character);
    else {
      flush();
      pieces.push(command);
    }
  }
  flush();
  return pieces.join('');
}

function commandOf(character: string): string | null {
  const known = otherCommands.get(character);
  if (known !== undefined) return known;
  const [letter = '', mark = '', ...rest] = character.normalize('NFD');
  const accent = accents.get(mark);
  if (accent === undefined || rest.length > 0 || !/^[A-Za-z]$/.test(letter)) return null;
  return `\\${accent}{${letter === 'i' || letter === 'j' ? `\\${letter}` : letter}}`;
}

/** The characters themselves for engines that read Unicode, their numbers for pdfLaTeX. */
function byEngine(characters: string[]): string {
  const numbers = characters.map((character) => `U+${codeOf(character)}`).join(' ');
  return `{${unicodeEngine} ${characters.join('')}\\else(${numbers})\\fi}`;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
