import { z } from 'zod';

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `give a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `give a whole number from ${least} to ${most}`);

/** Timers of Node take no more than 24 days, and fire at once beyond. */
const longestSeconds = 86_400;
const seconds = z
  .string()
  .regex(/^\d{1,6}(\.\d+)?$/, 'give a number of seconds, such as 20')
  .transform(Number)
  .refine((value) => value > 0 && value <= longestSeconds, `give seconds from 0.001 to ${longestSeconds}`);

/** PostgreSQL takes paths of 1023 bytes; its own files take some of them. */
const longestPath = 900;
const folder = z
  .string()
  .refine((path) => new TextEncoder().encode(path).length <= longestPath, `give a path of at most ${longestPath} bytes`)
  .refine((path) => !hasControlCharacter(path), 'give a path without line breaks and other control characters');

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f');
}

/** Long enough not to be guessed, and fit for a header, a cookie and an address: visible ASCII. */
export function isUsableToken(token: string): boolean {
  return /^[\x21-\x7e]{16,512}$/.test(token);
}

const databaseUrl = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, searchParams } = new URL(text);
  const names = hostname !== '' || searchParams.has('host');
  return /^postgres(ql)?:$/.test(protocol) && names && pathname.length > 1;
}, 'write it as postgresql://user:password@host:5432/database');

/**
 * Every setting that a user may make, as text out of the environment; what is empty counts as not set, but for the token, where an
 * empty one is a mistake that would otherwise go unseen. The README's table says what each means.
 */
export const settingsShape = {
  DATABASE_URL: databaseUrl.optional(),
  FOVEA_HOME: folder.optional(),
  FOVEA_CACHE: folder.optional(),
  FOVEA_FFMPEG: folder.optional(),
  FOVEA_HOST: z
    .string()
    .regex(
      /^(\[?([\da-f]{0,4}:){2,7}[\da-f.]{0,15}\]?|[a-z\d_][\w.-]{0,252})$/i,
      'give an address of this machine, such as 127.0.0.1, ::1 or 0.0.0.0',
    )
    .optional(),
  FOVEA_PORT: wholeNumber(1, 65_535).optional(),
  FOVEA_TOKEN: z
    .string()
    .refine((token) => token === 'off' || isUsableToken(token), {
      message: 'give 16 to 512 letters, digits and signs without blanks, or leave it out: then one is made',
    })
    .optional(),
  FOVEA_ALLOWED_HOSTS: z.string().optional(),
  FOVEA_ENGINE: z.enum(['cpu', 'gpu'], 'give cpu or gpu').optional(),
  FOVEA_SLOTS: wholeNumber(1, 1024).optional(),
  FOVEA_GRACE_SECONDS: seconds.optional(),
  FOVEA_STILL_SECONDS: seconds.optional(),
  FOVEA_LEASE_SECONDS: seconds.optional(),
  FOVEA_HEARTBEAT_SECONDS: seconds.optional(),
  FOVEA_BIN_DAYS: wholeNumber(0, 36_500).optional(),
  FOVEA_SALIENCY: folder.optional(),
  FOVEA_SALIENCY_MIB: wholeNumber(0, 999_999_999).optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'give trace, debug, info, warn, error or silent')
    .optional(),
};

const settingsSchema = z.object(settingsShape).superRefine((settings, context) => {
  const { FOVEA_LEASE_SECONDS: lease = 30, FOVEA_HEARTBEAT_SECONDS: heartbeat = 5 } = settings;
  if (heartbeat >= lease) {
    const message = `give less than FOVEA_LEASE_SECONDS (${lease})`;
    context.addIssue({ code: 'custom', path: ['FOVEA_HEARTBEAT_SECONDS'], message });
  }
});

export type UserSettings = z.infer<typeof settingsSchema>;

/** Names beside the settings: set by our own processes, or for tests and benchmarks only. */
const otherNames = /^FOVEA_(DATABASE_FOLDER|CHROMIUM|TEST_\w+|BENCH_\w+|REALSIZE_\w+)$/;

/**
 * @returns the settings, or for everything that is wrong a sentence that begins with the name of the variable; `unknown`: names that
 * begin with FOVEA_ and are like none of ours
 */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): {
  settings: UserSettings | null;
  problems: string[];
  unknown: string[];
} {
  const known = Object.keys(settingsShape);
  const set = Object.entries(env).filter(
    ([name, value]) => value !== undefined && (value !== '' || name === 'FOVEA_TOKEN'),
  );
  const strange = set
    .map(([name]) => name)
    .filter((name) => /^FOVEA_/.test(name) && !known.includes(name) && !otherNames.test(name));
  const meant = strange.map((name) => ({ name, like: known.find((other) => distance(name, other) <= 2) }));
  const parsed = settingsSchema.safeParse(Object.fromEntries(set.filter(([name]) => known.includes(name))));
  const problems = [
    ...meant.flatMap(({ name, like }) => (like ? [`${name} is no setting: did you mean ${like}?`] : [])),
    ...(parsed.error?.issues ?? []).map(
      ({ path: [name], message }) => `${String(name)} ${shown(String(name), env)}: ${message}.`,
    ),
  ];
  return {
    settings: problems.length === 0 ? (parsed.data ?? null) : null,
    problems,
    unknown: meant.flatMap(({ name, like }) => (like ? [] : [name])),
  };
}

/** Secrets are not printed: terminals are shown to others, and their output is kept. */
function shown(name: string, env: Readonly<Record<string, string | undefined>>): string {
  const value = env[name] ?? '';
  if (name === 'FOVEA_TOKEN')
    return value === '' ? 'is empty' : `has ${value.length} characters, or some that cannot be used`;
  if (name === 'DATABASE_URL') return 'is no address of a PostgreSQL database';
  return `is ${JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}...` : value)}`;
}

/** Levenshtein's: how many letters to change, add or leave out. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j] ?? 0) + Number(letter !== other), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
