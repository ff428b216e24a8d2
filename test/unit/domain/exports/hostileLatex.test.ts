import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latexText } from '@/domain/latex/latexText';
import { tableExports } from '@/domain/tableExports';
import { printable } from '@/domain/text/textFault';
import { drawHostileNames, hostileName, hostileNames } from '@/test/support/hostileNames';
import { hostileTables } from '@/test/support/hostileTables';
import { temporaryFolder } from '@/test/support/temporaryFolder';

const latexOf = (name: string) => tableExports.latex.write(hostileTables(name));
const installed = (program: string) => spawnSync(program, ['-v']).status === 0;
const tex = installed('pdflatex') && installed('pdftotext');

/** A document of which every page is one piece. */
function documentOf(pieces: string[], { encoding }: { encoding: 'OT1' | 'T1' }): string {
  const head = [
    '\\documentclass{article}',
    '\\usepackage{cmap}',
    `\\usepackage[${encoding}]{fontenc}`,
    '\\usepackage{booktabs}',
  ];
  const wide = '\\pdfpagewidth=6000pt\\hsize=5900pt\\textwidth=5900pt\\linewidth=5900pt\\pagestyle{empty}';
  const body = pieces.map((piece) => `${piece}\n\\clearpage`);
  return [...head, wide, '\\begin{document}', ...body, '\\end{document}', ''].join('\n');
}

/** Text of every page as pdfLaTeX prints it; its messages where it refuses the document. */
function print(document: string, folder: string): string[] {
  writeFileSync(path.join(folder, 'names.tex'), document);
  const args = ['-interaction=nonstopmode', '-halt-on-error', 'names.tex'];
  const run = spawnSync('pdflatex', args, { cwd: folder, encoding: 'latin1', maxBuffer: 1e9 });
  if (run.status !== 0) throw new Error(run.stdout.slice(-3000));
  execFileSync('pdftotext', ['-enc', 'UTF-8', 'names.pdf', 'names.txt'], { cwd: folder });
  return readFileSync(path.join(folder, 'names.txt'), 'utf8').split('\f').slice(0, -1);
}

/** What is left of a name on paper: no blanks, typographic quotes and dashes, one form of every character, no underscore (a rule in OT1), in OT1 no accents. */
function onPaper(text: string, encoding: 'OT1' | 'T1'): string {
  const letters = encoding === 'T1' ? text : text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ı', 'i');
  return letters
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}\p{S}\p{P}]|_/gu, '')
    .replace(/["“”]/gu, '’’')
    .replace(/['`‘’]/gu, '’')
    .replace(/[-−‐]/gu, '-')
    .replace(/[Łł]/gu, (letter) => (letter === 'Ł' ? 'L' : 'l')) // OT1 draws the stroke over an l
    .replaceAll('ˆ', '^')
    .replace(/[˜∼]/gu, '~');
}

describe('names in LaTeX', () => {
  it('hold nothing that TeX would take for a command, an argument, a paragraph or a ligature', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const text = latexText(name);
        const own = text
          .replace(/\{\\ifdefined\\Umathcode [^\\{}]*\\else\([U+0-9A-F ]*\)\\fi\}/gu, 'x')
          .replace(/\{[[\]*]\}|\$(?:\\[A-Za-z]+|-)\$|\\[&%$#_{}]/gu, 'x')
          .replace(/\\[`'^~=."urHvc]\{\\?[A-Za-z]\}|\\(?:text[a-z]+|ss|ae|AE|oe|OE|o|O|l|L|i|S|copyright)\{\}/gu, 'x');
        expect(own.replaceAll('{}', 'x')).toMatch(/^[\w!(),\-./:;=?@+ ]*$/);
        expect(own.replaceAll('{}', 'x')).not.toMatch(/--|,,|[?!]`/);
        expect(text).not.toMatch(/^\s|\s$|[\r\n\t]|\s\s/);
      }),
      { examples: hostileNames.map((name): [string] => [name]), numRuns: 1000 },
    );
  });

  it.skipIf(!tex).each(['OT1', 'T1'] as const)(
    'are printed as they are by pdfLaTeX, with the fonts of %s',
    (encoding) => {
      const folder = temporaryFolder();
      const names = drawHostileNames(250).filter((name) => !latexText(name).includes('Umathcode'));
      const pages = print(
        documentOf(
          names.map((name) => `\\noindent ${latexText(name)}.`),
          { encoding },
        ),
        folder,
      );
      expect(pages).toHaveLength(names.length);
      for (const [k, name] of names.entries())
        expect(onPaper(pages[k] ?? '', encoding)).toBe(onPaper(printable(`${name}.`, { lines: 'many' }), encoding));
    },
    240_000,
  );

  it.skipIf(!tex).each(['OT1', 'T1'] as const)(
    'leave tables that compile with what they say they need: %s',
    (encoding) => {
      const folder = temporaryFolder();
      const names = drawHostileNames(150);
      const document = documentOf(names.map(latexOf), { encoding });
      const pages = print(document, folder);
      expect(pages.length).toBeGreaterThanOrEqual(names.length);
      expect(pages.filter((page) => /not\s+made\s+here/.test(page)).length).toBe(names.length);
    },
    240_000,
  );

  it('of scripts that pdfLaTeX has no letters for are there for other engines, as numbers for it, and the head says so', () => {
    const latex = latexOf('厨房');
    expect(latex).toContain('{\\ifdefined\\Umathcode 厨房\\else(U+53A8 U+623F)\\fi}');
    expect(latex).toContain('% Characters that pdfLaTeX has no letters for');
    expect(latexOf('Küche')).not.toContain('% Characters');
  });

  it('are skipped here where TeX is not installed', ({ skip }) => {
    if (!tex)
      skip('pdflatex and pdftotext are not installed (texlive-latex-base, poppler-utils): names were not printed.');
  });
});
