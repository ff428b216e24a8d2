import { expect, it } from 'vitest';
import { z } from 'zod';
import { experimentSpecSchema } from '@/domain/experimentSpec';
import { importWeightsInputSchema, scanDatasetInputSchema } from '@/domain/taskInputs';
import { issuesText } from '@/domain/text/plainIssues';
import { lineText } from '@/domain/text/textSchemas';

const ofTheValidator = /Invalid|expected|received|Unrecognized|Too (big|small)|discriminator|→|✖/;
const said = (schema: z.ZodType, value: unknown) => issuesText(schema.safeParse(value).error ?? { issues: [] });

it('names the character and its place', () => {
  const schema = z.object({ name: lineText({ what: 'The name', max: 20, empty: 'Give it a name.' }) });
  expect(said(schema, { name: 'a\0b' })).toBe(
    'The name holds the character U+0000 at place 2, which cannot be stored there. Take it out.',
  );
  expect(said(schema, { name: '\u200b' })).toBe('Give it a name.');
  expect(said(schema, { name: 'x'.repeat(21) })).toBe('The name has at most 20 characters.');
});

it('puts the name of the field before what is said of any value', () => {
  const schema = z.object({ baseRecipe: z.object({ learningRate: z.number().max(100) }), seeds: z.array(z.int()) });
  expect(said(schema, { baseRecipe: {}, seeds: [1, 'x'] })).toBe(
    'Base recipe, learning rate: Fill this in. Seeds, 2: Give a number.',
  );
  expect(said(schema, { baseRecipe: { learningRate: 101 }, seeds: [] })).toBe(
    'Base recipe, learning rate: Give at most 100.',
  );
});

it('says at most three things', () => {
  expect(said(experimentSpecSchema, {})).toMatch(/^Name: .*And \d+ more\.$/);
});

const values = [
  undefined,
  null,
  true,
  'text',
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  1.5,
  1e300,
  [],
  [null],
  {},
  new Date(Number.NaN),
  Symbol('x'),
  '\0',
];
const schemas: Record<string, z.ZodType> = {
  experiment: experimentSpecSchema,
  import: scanDatasetInputSchema,
  weights: importWeightsInputSchema,
  strict: z.strictObject({ a: z.int() }),
  id: z.uuid(),
  email: z.email(),
  date: z.date(),
  set: z.set(z.string()).min(2),
  record: z.record(z.string().min(3), z.int()),
  tuple: z.tuple([z.string(), z.int()]),
  multiple: z.number().multipleOf(0.25).lt(4).gt(2),
  union: z.union([z.literal(3), z.object({ kind: z.literal('x') })]),
  bigint: z.bigint(),
  never: z.never(),
};

it.each(Object.keys(schemas))('has plain words for whatever does not fit: %s', (name) => {
  const schema = schemas[name]!;
  const shape = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  for (const value of values) {
    const text = said(schema, value);
    expect(text).not.toMatch(ofTheValidator);
    for (const key of shape) expect(said(schema, { [key]: value, other: value })).not.toMatch(ofTheValidator);
  }
});
