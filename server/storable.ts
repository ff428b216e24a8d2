import { PrismaPg } from '@prisma/adapter-pg';
import { printable } from '@/domain/text/textFault';

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Query = Parameters<Adapter['queryRaw']>[0];
type Queryable = Pick<Adapter, 'queryRaw' | 'executeRaw'>;

/**
 * The last line of defence: Postgres takes neither NUL nor half of a surrogate pair. What a person typed is refused before it comes here,
 * with a sentence; what comes from files and programs is stored all the same, with such characters written out ("\u0000").
 */
export class StorablePg extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = storing(await super.connect());
    const begin = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (level) => storing(await begin(level));
    return adapter;
  }
}

function storing<Q extends Queryable>(queryable: Q): Q {
  const query = queryable.queryRaw.bind(queryable);
  const execute = queryable.executeRaw.bind(queryable);
  queryable.queryRaw = (asked) => query(storableQuery(asked));
  queryable.executeRaw = (asked) => execute(storableQuery(asked));
  return queryable;
}

function storableQuery(query: Query): Query {
  const args = query.args.map((arg, k) => storableArg(arg, query.argTypes[k]?.scalarType === 'json'));
  return { ...query, args };
}

function storableArg(arg: unknown, json: boolean): unknown {
  if (Array.isArray(arg)) return arg.map((item) => storableArg(item, json));
  if (typeof arg !== 'string') return arg;
  return printable(json ? storableJsonText(arg) : arg, { lines: 'any' });
}

/** A value as JSON for a query written by hand: `${storableJson(rows)}::jsonb`. */
export function storableJson(value: unknown): string {
  return storableJsonText(JSON.stringify(value));
}

// An escape of JSON: a backslash, a pair of surrogates, NUL or half of a pair, anything else.
const escapes = /\\(?:\\|ud[89ab]..\\ud[c-f]..|u(0000|d[89a-f]..)|.)/gis;

function storableJsonText(json: string): string {
  return json.replace(escapes, (found, code: string | undefined) =>
    code === undefined ? found : `\\\\u${code.toUpperCase()}`,
  );
}
