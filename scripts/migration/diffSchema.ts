import { introspectionAdapter } from './introspectionAdapter';
import { loadSchemaEngine } from './loadSchemaEngine';

export type DiffOptions = {
  /** a database that has every migration so far */
  databaseUrl: string;
  /** text of schema.prisma */
  schema: string;
};

/**
 * The SQL that leads from a database to a Prisma schema; undefined when there is nothing to do.
 * Prisma's official schema engine, in its WebAssembly build: the native one would have to be downloaded.
 */
export async function diffSchema({ databaseUrl, schema }: DiffOptions): Promise<string | undefined> {
  const { SchemaEngine } = await loadSchemaEngine();
  const { adapter, close } = await introspectionAdapter(databaseUrl);
  const files = [{ path: 'schema.prisma', content: schema }];
  const engine = await SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
  try {
    const { stdout, exitCode } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
    });
    return exitCode === 0 ? undefined : (stdout ?? undefined);
  } finally {
    engine.free();
    await close();
  }
}
