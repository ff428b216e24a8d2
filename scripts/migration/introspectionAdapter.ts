import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** The catalogue's one-byte type "char": the schema engine asks for it, Prisma's pg adapter does not know it. */
const CHAR = 18;
const TEXT = 25;

/**
 * An adapter through which Prisma's schema engine can read a PostgreSQL catalogue. Columns of type "char" pass Prisma's adapter
 * as text and get their right name afterwards; the array of rows, which the adapter hands through, is the link between the two.
 */
export async function introspectionAdapter(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const charColumns = new WeakMap<object, number[]>();
  const query = pool.query.bind(pool);
  Object.assign(pool, {
    query: async (config: pg.QueryConfig) => {
      const result = await query(config);
      const columns = (result.fields ?? []).flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []));
      for (const index of columns) Object.assign(result.fields[index] ?? {}, { dataTypeID: TEXT });
      charColumns.set(result.rows ?? [], columns);
      return result;
    },
  });
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (sql) => {
      const result = await queryRaw(sql);
      for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  };
  return { adapter: bindMigrationAwareSqlAdapterFactory(factory), close: () => pool.end() };
}
