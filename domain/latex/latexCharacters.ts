/** ASCII that LaTeX, one of its ligatures, or a command before it would take for something else. */
export const asciiCommands: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '\\': '\\textbackslash{}',
    '~': '$\\sim$', // \textasciitilde is an accent in OT1
    '^': '\\textasciicircum{}',
    '<': '\\textless{}',
    '>': '\\textgreater{}',
    '|': '\\textbar{}',
    '"': '\\textquotedblright{}',
    "'": '\\textquoteright{}',
    '`': '\\textquoteleft{}',
    '[': '{[}', // behind \\ and the rules of booktabs it would begin an optional argument
    ']': '{]}',
    '*': '{*}', // behind \\ it would be its starred form
    '&': '\\&',
    '%': '\\%',
    $: '\\$',
    '#': '\\#',
    _: '\\_',
    '{': '\\{',
    '}': '\\}',
  }),
);

/** Accents that pdfLaTeX sets on a letter in any font encoding, by combining character. */
export const accents: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ '\u0300': '`', '\u0301': "'", '\u0302': '^', '\u0303': '~', '\u0304': '=', '\u0306': 'u', '\u0307': '.' },
    ...{ '\u0308': '"', '\u030A': 'r', '\u030B': 'H', '\u030C': 'v', '\u0327': 'c' },
  }),
);

const greek =
  'α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma ς varsigma ' +
  'τ tau υ upsilon φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega';
const mathematics =
  '× times ± pm ÷ div · cdot − minus ≤ leq ≥ geq ≠ neq ≈ approx ∞ infty → rightarrow ← leftarrow µ mu';
const letters = 'ß ss æ ae Æ AE œ oe Œ OE ø o Ø O ł l Ł L ı i';
const marks =
  '– textendash — textemdash … textellipsis ‘ textquoteleft ’ textquoteright “ textquotedblleft ” textquotedblright § S © copyright ' +
  '¿ textquestiondown ¡ textexclamdown';

function pairs(list: string, command: (name: string) => string): [string, string][] {
  const words = list.split(' ');
  return words.flatMap((character, k) => (k % 2 === 0 ? [[character, command(words[k + 1] ?? '')]] : []));
}

/** Characters beyond ASCII that pdfLaTeX prints with its own fonts, in any font encoding and without a package. */
export const otherCommands: ReadonlyMap<string, string> = new Map([
  ...pairs(greek, (name) => `$\\${name}$`),
  ...pairs(mathematics, (name) => (name === 'minus' ? '$-$' : `$\\${name}$`)),
  ...pairs(letters, (name) => `\\${name}{}`),
  ...pairs(marks, (name) => `\\${name}{}`),
]);
