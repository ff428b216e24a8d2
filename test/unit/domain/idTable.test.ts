import { expect, it } from 'vitest';
import { idTable } from '@/domain/idTable';

it('one list makes the table, the ids in its order, and the schema of an id', () => {
  const { table, ids, schema } = idTable({ second: { label: 'Second' }, first: { label: 'First' } });
  expect(ids).toEqual(['second', 'first']);
  expect(table[ids[0]].label).toBe('Second');
  expect(schema.options).toEqual(ids);
  expect(schema.safeParse('first').success).toBe(true);
  for (const other of ['third', 'toString', '', 7, null]) expect(schema.safeParse(other).success).toBe(false);
});
