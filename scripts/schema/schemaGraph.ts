/** A table of the schema; `key`: the column is in its primary key. */
export type SchemaTable = { name: string; columns: SchemaColumn[] };
export type SchemaColumn = { name: string; type: string; key: boolean };
/** `from` refers to `to`; `optional`: it may refer to nothing. */
export type SchemaReference = { from: string; to: string; optional: boolean };
export type SchemaGraph = { tables: SchemaTable[]; references: SchemaReference[] };

/** The tables of a schema.prisma and how they refer to each other. A list of rows of another table is the other end of a reference. */
export function schemaGraph(schema: string): SchemaGraph {
  const blocks = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const names = new Set(blocks.map(([, name]) => name));
  const references: SchemaReference[] = [];
  const tables = blocks.map(([, name = '', body = '']) => {
    const keys = new Set((/@@id\(\[([^\]]*)\]/.exec(body)?.[1] ?? '').split(',').map((key) => key.trim()));
    const columns: SchemaColumn[] = [];
    for (const line of body.split('\n')) {
      const [, column = '', type = '', many, rest = ''] = /^ {2}(\w+)\s+(\w+\??)(\[\])?\s*(.*)$/.exec(line) ?? [];
      if (column === '') continue;
      if (!names.has(type.replace('?', ''))) {
        columns.push({ name: column, type: type + (many ?? ''), key: keys.has(column) || /@id\b/.test(rest) });
      } else if (rest.includes('fields:')) {
        references.push({ from: name, to: type.replace('?', ''), optional: type.endsWith('?') });
      }
    }
    return { name, columns };
  });
  return { tables, references };
}
