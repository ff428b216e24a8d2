import { instance } from '@viz-js/viz';
import type { SchemaGraph, SchemaTable } from './schemaGraph';

/** The graph as an SVG; the same graph gives the same bytes. */
export async function drawSchema({ tables, references }: SchemaGraph): Promise<string> {
  const edges = references.map(
    ({ from, to, optional }) => `  ${from} -> ${to} [style=${optional ? 'dashed' : 'solid'}];`,
  );
  const dot = [
    'digraph schema {',
    '  graph [rankdir=LR, nodesep=0.35, ranksep=0.9, bgcolor="white", fontname="Helvetica"];',
    '  node [shape=plain, fontname="Helvetica", fontsize=10];',
    '  edge [color="#5f3dc4", arrowsize=0.7];',
    ...tables.map((table) => `  ${table.name} [label=<${label(table)}>];`),
    ...edges,
    '}',
  ].join('\n');
  const svg = (await instance()).renderString(dot, { format: 'svg' });
  return svg.replace(/<svg[^>]*>/, '$&\n<title>The tables of the database and how they refer to each other</title>');
}

function label({ name, columns }: SchemaTable): string {
  const rows = columns.map(({ name: column, type, key }) => {
    const text = key ? `<u>${column}</u>` : column;
    return `<tr><td align="left">${text}</td><td align="left"><font color="#5c5f66">${type}</font></td></tr>`;
  });
  const head = `<tr><td colspan="2" bgcolor="#e5dbff"><b>${name}</b></td></tr>`;
  return `<table border="0" cellborder="1" cellspacing="0" cellpadding="3" color="#ced4da">${head}${rows.join('')}</table>`;
}
