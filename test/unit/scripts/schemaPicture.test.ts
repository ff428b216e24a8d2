import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schemaGraph } from '@/scripts/schema/schemaGraph';
import { schemaPicture, schemaPictureFile } from '@/scripts/schema/schemaPicture';

describe('the picture of the schema', () => {
  it('shows prisma/schema.prisma as it is; `npm run schema` draws it', async () => {
    const drawn = readFileSync(schemaPictureFile, 'utf8') === (await schemaPicture());
    expect(drawn, 'docs/schema.svg is of another schema: run `npm run schema` and commit it').toBe(true);
  });

  it('takes tables, keys and references from the text of a schema', () => {
    const schema = [
      '/// A person.',
      'model User {',
      '  id    String  @id @default(uuid(7)) @db.Uuid',
      '  name  String?',
      '  posts Post[]',
      '',
      '  @@map("users")',
      '}',
      'model Post {',
      '  userId String',
      '  place  Int',
      '  tags   String[]',
      '  user   User  @relation(fields: [userId], references: [id])',
      '  editor User? @relation("edits", fields: [editorId], references: [id])',
      '  @@id([userId, place])',
      '}',
    ].join('\n');
    const { tables, references } = schemaGraph(`${schema}\n`);
    expect(tables).toEqual([
      {
        name: 'User',
        columns: [
          { name: 'id', type: 'String', key: true },
          { name: 'name', type: 'String?', key: false },
        ],
      },
      {
        name: 'Post',
        columns: [
          { name: 'userId', type: 'String', key: true },
          { name: 'place', type: 'Int', key: true },
          { name: 'tags', type: 'String[]', key: false },
        ],
      },
    ]);
    expect(references).toEqual([
      { from: 'Post', to: 'User', optional: false },
      { from: 'Post', to: 'User', optional: true },
    ]);
  });
});
