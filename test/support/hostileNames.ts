import fc from 'fast-check';

/** Names that mean something to a spreadsheet, to TeX, to a page, to a shell, to a file system or to a terminal. */
export const hostileNames = [
  ...['=1+1', '+1', '-2+3+cmd|" /C calc"!A0', '@SUM(A1)', '-', '-0.5', "'=1", '"=1"', ' =1', '\t=1', '\r=1', '\n=1'],
  ...[
    'a;=1+1;b',
    'a\t=1',
    'a;"=1',
    'a,"b",c',
    '\uFF1D1',
    '\uFF0B1',
    '\uFF0D1',
    '\uFF20x',
    '\u200B=1',
    '\u00A0=1',
    '\u22121',
  ],
  ...[
    '[1em] x',
    '*',
    '* x',
    '\\input{/etc/passwd}',
    '\\\\[2cm]',
    '50 % of $x_1^2$ & #1 {x} ~',
    '}',
    '{',
    '\\',
    '\\item[',
    'x]y',
  ],
  ...[
    'a|b<c>d',
    '--',
    '---',
    '-------',
    "``quoted''",
    '?`',
    '!`',
    ',,low',
    '<<a>>',
    'a\n\nb',
    '\n\n',
    'line %',
    '"',
    "'",
    '^^M',
  ],
  ...[
    '</script><script>alert(1)</script>',
    '\u2028x\u2029',
    '\u202Egnp.exe',
    '\u001B[31mred\u001B[0m',
    '\u009B31m',
    '\u0007',
  ],
  ...[
    '\uD800',
    'x\uDC00y',
    '\u0000',
    '\uFEFFx',
    '\u0008\u007F',
    '../../etc/passwd',
    '..',
    '.',
    '.hidden',
    'CON',
    'nul',
    'com1.txt',
  ],
  ...[
    'a/b\\c:d*e?f',
    'x. ',
    ' ',
    '-rf',
    '--help',
    '$(reboot)',
    '`reboot`',
    "it's; rm -rf ~",
    '🎬',
    '👨‍👩‍👧‍👦 family',
    'e\u0301',
    '\u00E9',
  ],
  ...[
    '厨房里的视频',
    'キッチン',
    '부엌',
    'Кухня №2',
    'مطبخ',
    'מטבח',
    'रसोई',
    'ครัว',
    'ﷺ',
    'ﬁne',
    'ß',
    'İstanbul',
    'Łódź',
    'x̲z̸͉',
    'λ = 0.5 ± 0.1',
  ],
  ...[
    'x'.repeat(120),
    'long_name_'.repeat(12),
    '界'.repeat(120),
    '👨‍👩‍👧‍👦'.repeat(10),
    '\u3164',
    'I3D → 2×, “best” – so far…',
    'naïve café Ångström',
  ],
];

const units = fc.nat(0xffff).map((code) => String.fromCharCode(code));
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileNames) },
  { weight: 3, arbitrary: fc.constantFrom(...'=+-@;,|\t\r\n"\'`\\{}[]*%#$&_^~<>?!. /'.split('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  { weight: 1, arbitrary: units },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 8 }) },
);

/** Names made of such pieces, at most 120 characters; also with what no form lets in any more but an old row may hold. */
export const hostileName = fc
  .array(piece, { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.join('').slice(0, 120));

/** The list and as many drawn names more; the same ones in every run. */
export function drawHostileNames(count: number): string[] {
  return [...hostileNames, ...fc.sample(hostileName, { numRuns: count, seed: 20261129 })];
}
