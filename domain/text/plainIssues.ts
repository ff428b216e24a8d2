import { z } from 'zod';

type Issue = Parameters<NonNullable<ReturnType<typeof z.config>['localeError']>>[0];

/**
 * What is said about a value that does not fit, where its schema has no words of its own. Importing this file makes all schemas say it:
 * the words of the validator are for programmers.
 */
export function plainMessage(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'Fill this in.';
      return Object.hasOwn(wanted, issue.expected)
        ? `Give ${wanted[issue.expected]}.`
        : 'This is not a possible value.';
    case 'invalid_value':
      return issue.values.length <= mostListed
        ? `Choose ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}.`
        : 'This is none of the possible choices.';
    case 'too_small':
      return smallMessage(issue.origin, issue.minimum, issue.inclusive ?? false);
    case 'too_big':
      return bigMessage(issue.origin, issue.maximum, issue.inclusive ?? false);
    case 'invalid_format':
      return formats[issue.format] ?? 'This is not written as it should be.';
    case 'not_multiple_of':
      return `Give a multiple of ${issue.divisor}.`;
    case 'unrecognized_keys':
      return 'There is a field that nobody knows.';
    case 'invalid_union':
      return Array.isArray(issue.options) && issue.options.length > 0
        ? `Choose one of ${issue.options.map(String).join(', ')}.`
        : wrong;
    default:
      return wrong;
  }
}

const mostListed = 24;
const wrong = 'This is not a possible value.';
const wanted: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of fields',
  record: 'a set of fields',
  date: 'a date',
};
const formats: Record<string, string> = {
  uuid: 'This is not an id.',
  datetime: 'This is not a time.',
};

function smallMessage(origin: string, least: number | bigint, inclusive: boolean): string {
  if (origin === 'string') return least === 1 ? 'Fill this in.' : `Write at least ${least} characters.`;
  if (origin === 'array' || origin === 'set') return `Give at least ${least} of them.`;
  return inclusive ? `Give at least ${least}.` : `Give more than ${least}.`;
}

function bigMessage(origin: string, most: number | bigint, inclusive: boolean): string {
  if (origin === 'string') return `Write at most ${most} characters.`;
  if (origin === 'array' || origin === 'set') return `Give at most ${most} of them.`;
  return inclusive ? `Give at most ${most}.` : `Give less than ${most}.`;
}

const mostIssues = 3;

/** Everything that is wrong with what was sent, in sentences that name the fields. */
export function issuesText({ issues }: { issues: readonly z.core.$ZodIssue[] }): string {
  const said = [...new Set(issues.map(issueText))];
  const more = said.length > mostIssues ? ` And ${said.length - mostIssues} more.` : '';
  return `${said.slice(0, mostIssues).join(' ')}${more}`;
}

/** A message that the schema wrote itself names its field; the general ones are put behind the name of theirs. */
function issueText(issue: z.core.$ZodIssue): string {
  const label = labelOf(issue.path);
  const general = [undefined, null].some((input) => plainMessage({ ...issue, input } as Issue) === issue.message);
  return label === '' || !general ? issue.message : `${label}: ${issue.message}`;
}

/** `baseRecipe.learningRate` is "Base recipe, learning rate"; places in lists are counted from 1. */
function labelOf(path: readonly PropertyKey[]): string {
  const words = path.map((part) =>
    typeof part === 'number'
      ? String(part + 1)
      : String(part).replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`),
  );
  const text = words.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

z.config({ localeError: plainMessage });
