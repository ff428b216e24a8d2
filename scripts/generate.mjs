// @ts-check
import { generateClient } from './setup/generateClient.mjs';

// `npm run generate`: the typed database client (prisma/generated) from prisma/schema.prisma, without network.
await generateClient({ force: true });
console.log('prisma/generated is up to date with prisma/schema.prisma.');
