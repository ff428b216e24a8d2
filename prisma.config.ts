import { defineConfig } from 'prisma/config';

// Read by the Prisma CLI only; the running product connects with @prisma/adapter-pg.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
