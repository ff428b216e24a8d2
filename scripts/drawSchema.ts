import { writeSchemaPicture } from './schema/schemaPicture';

// `npm run schema`: the picture of the tables in docs/. `npm run migration` draws it as well.
await writeSchemaPicture();
console.log('Drew docs/schema.svg from prisma/schema.prisma.');
