import { type CSSVariablesResolver, createTheme, DEFAULT_THEME, darken, type MantineColorsTuple } from '@mantine/core';

/** The one accent. */
const iris: MantineColorsTuple = [
  '#f2f0fe',
  '#e0dcfb',
  '#bfb7f5',
  '#9c8fef',
  '#8274e9',
  '#6d5ce4',
  '#5d4bd6',
  '#4d3cb9',
  '#41329b',
  '#342879',
];

const fontFamily = "'Inter Variable', system-ui, sans-serif";

export const theme = createTheme({
  colors: { iris },
  primaryColor: 'iris',
  primaryShade: { light: 6, dark: 5 },
  fontFamily,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  headings: { fontFamily, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});

const colors = { ...DEFAULT_THEME.colors, iris };

// Text on a tinted ground must reach 4.5 : 1 in both schemes; Mantine's shade 6 does not, and of the warm colours not even shade 9.
const tinted = (shadeOf: (shades: MantineColorsTuple) => string) =>
  Object.fromEntries(
    Object.entries(colors).map(([name, shades]) => [`--mantine-color-${name}-light-color`, shadeOf(shades)]),
  );
const lightText = tinted((shades) => darken(shades[9], 0.3));
const darkText = tinted((shades) => shades[2]);

/** Colours that Mantine leaves below the contrast of WCAG AA. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-placeholder': '#6b7279',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-success': 'var(--mantine-color-teal-9)',
    ...lightText,
  },
  dark: {
    '--mantine-color-dimmed': '#a6a6a6',
    '--mantine-color-placeholder': '#969696',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-success': 'var(--mantine-color-teal-4)',
    '--mantine-color-anchor': 'var(--mantine-color-iris-2)',
    ...darkText,
  },
});
