import { createDb } from '@/server/db';
import { collectGarbage } from '@/server/disk/collectGarbage';

// A process that empties the whole bin, to be killed meanwhile: DATABASE_URL and, as its argument, the folder of artifacts.
const db = createDb(process.env.DATABASE_URL ?? '', { connections: 2 });
await collectGarbage(db, { root: process.argv[2] ?? '', before: new Date(Date.now() + 60_000), grace: 0 });
await db.$disconnect();
