import { existsSync } from 'node:fs';
import { mkdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactPath } from '@/server/artifacts/artifactPath';
import { createWorld } from '@/test/support/createWorld';
import { type SeededGallery, seedGallery } from '@/test/support/seedGallery';
import { storeBytes } from '@/test/support/storeBytes';

let world: Awaited<ReturnType<typeof createWorld>>;
let seeded: SeededGallery;
let artifactRoute: typeof import('@/app/api/artifacts/[id]/route');
let mapsRoute: typeof import('@/app/api/evaluations/[id]/maps/[position]/route');
let id: string;

const bytes = Uint8Array.from({ length: 1000 }, (_, k) => k % 251);
const secret = 'the secret outside of the artifacts';
const unknown = '00000000-0000-7000-8000-000000000000';

const artifact = (artifactId: string, headers: Record<string, string> = {}, query = '', method = 'GET') =>
  artifactRoute.GET(
    new Request(`http://localhost/api/artifacts/x${query}`, { method, headers: { host: 'localhost', ...headers } }),
    { params: Promise.resolve({ id: artifactId }) },
  );
const maps = (evaluationId: string, position: string, headers: Record<string, string> = {}) =>
  mapsRoute.GET(
    new Request('http://localhost/api/evaluations/x/maps/0', { headers: { host: 'localhost', ...headers } }),
    {
      params: Promise.resolve({ id: evaluationId, position }),
    },
  );
const body = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const fileOf = (sha256: string) => artifactPath(path.join(world.home, 'artifacts'), sha256);

beforeAll(async () => {
  world = await createWorld();
  process.env.DATABASE_URL = world.url;
  process.env.FOVEA_HOME = world.home;
  artifactRoute = await import('@/app/api/artifacts/[id]/route');
  mapsRoute = await import('@/app/api/evaluations/[id]/maps/[position]/route');
  const cells = [{ variant: 'attention_e_e' as const, fusion: 'temporal_concat' as const }];
  seeded = await seedGallery(world.db, { home: world.home, videos: 5, cells });
  id = await storeBytes(world.db, { home: world.home, bytes, mime: 'application/octet-stream' });
  await writeFile(path.join(world.home, 'secret.txt'), secret);
});
afterAll(async () => {
  const { db } = await import('@/server/db');
  await db().$disconnect();
  await world.close();
});

describe('bytes of an artifact', () => {
  it('come whole, cacheable for ever, as a download that nobody sniffs', async () => {
    const response = await artifact(id);
    const row = await world.db.artifact.findUniqueOrThrow({ where: { id } });
    expect(response.status).toBe(200);
    expect(await body(response)).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: `"${row.sha256}"`,
      'content-length': '1000',
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${row.sha256.slice(0, 16)}.bin"`,
      'cache-control': 'private, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
    });
  });

  it('are shown in the page where they are a picture', async () => {
    const strip = await world.db.clipFrames.findFirstOrThrow();
    const response = await artifact(strip.originalArtifactId);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(response.headers.get('content-disposition')).toMatch(/^inline; filename="[0-9a-f]{16}\.jpg"$/);
    expect([...(await body(response)).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  });

  it('are never shown as a page, whatever the row says', async () => {
    const html = await storeBytes(world.db, { home: world.home, bytes: Buffer.from('<script>'), mime: 'text/html' });
    const response = await artifact(html);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    await body(response);
  });

  it('are saved under the name that was asked for, if it is a plain one', async () => {
    const named = await artifact(id, {}, '?name=base-seed0.safetensors');
    expect(named.headers.get('content-disposition')).toBe('attachment; filename="base-seed0.safetensors"');
    await body(named);
    for (const name of ['../../x', 'a"b', '.hidden', 'a%0d%0ab', `${'a'.repeat(200)}`, '']) {
      const response = await artifact(id, {}, `?name=${encodeURIComponent(name)}`);
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f]{16}\.bin"$/);
      await body(response);
    }
  });

  it('come in parts', async () => {
    const part = await artifact(id, { range: 'bytes=100-199' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 100-199/1000');
    expect(part.headers.get('content-length')).toBe('100');
    expect(await body(part)).toEqual(bytes.subarray(100, 200));
    const tail = await artifact(id, { range: 'bytes=-3' });
    expect(await body(tail)).toEqual(bytes.subarray(997));
    const behind = await artifact(id, { range: 'bytes=1000-' });
    expect(behind.status).toBe(416);
    expect(behind.headers.get('content-range')).toBe('bytes */1000');
  });

  it('are not sent again to whom they are known, and whole where the part is of something else', async () => {
    const etag = (await artifact(id, {}, '', 'HEAD')).headers.get('etag')!;
    const known = await artifact(id, { 'if-none-match': `"other", W/${etag}` });
    expect(known.status).toBe(304);
    expect((await body(known)).length).toBe(0);
    const other = await artifact(id, { range: 'bytes=0-9', 'if-range': '"other"' });
    expect(other.status).toBe(200);
    expect((await body(other)).length).toBe(1000);
    const same = await artifact(id, { range: 'bytes=0-9', 'if-range': etag });
    expect(same.status).toBe(206);
    await body(same);
  });

  it('have headers without a body', async () => {
    const response = await artifact(id, {}, '', 'HEAD');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('1000');
    expect((await body(response)).length).toBe(0);
  });
});

describe('no way out of the folder of artifacts', () => {
  const tricks = [
    '../secret.txt',
    '../../secret.txt',
    '..%2fsecret.txt',
    '%2e%2e%2fsecret.txt',
    '%252e%252e%252fsecret.txt',
    '..;/secret.txt',
    '....//secret.txt',
    '/etc/passwd',
    '//proc/self/root/etc/passwd',
    'file:///etc/passwd',
    'C:\\windows\\win.ini',
    '..\\secret.txt',
    '..%5csecret.txt',
    'secret.txt\0',
    'secret.txt%00',
    '#/../secret.txt',
    '?/../secret.txt',
    '~/secret.txt',
    '．．／secret.txt',
    `${unknown}/../secret.txt`,
    `${unknown}\0`,
    unknown,
    '',
    '.',
  ];

  it.each(tricks)('%j is no artifact', async (trick) => {
    const response = await artifact(trick);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain(secret);
  });

  it.each(tricks)('%j is no evaluation', async (trick) => {
    expect((await maps(trick, '0')).status).toBe(404);
  });

  it.each(['../../secret.txt', '/etc/passwd', `${'a'.repeat(63)}/`, ''])(
    'a row with %j for a hash opens nothing',
    async (sha256) => {
      const row = await world.db.artifact.create({ data: { sha256, size: BigInt(secret.length), mime: 'image/png' } });
      const response = await artifact(row.id);
      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain(secret);
    },
  );

  it('a link in place of the bytes is not followed', async () => {
    const sha256 = 'ab'.repeat(32);
    await mkdir(path.dirname(fileOf(sha256)), { recursive: true });
    await symlink(path.join(world.home, 'secret.txt'), fileOf(sha256));
    const row = await world.db.artifact.create({ data: { sha256, size: BigInt(secret.length), mime: 'image/png' } });
    const response = await artifact(row.id);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain(secret);
  });

  it('a link inside the folder is not followed either', async () => {
    const target = await world.db.artifact.findUniqueOrThrow({ where: { id } });
    const sha256 = 'ef'.repeat(32);
    await mkdir(path.dirname(fileOf(sha256)), { recursive: true });
    await symlink(fileOf(target.sha256), fileOf(sha256));
    const row = await world.db.artifact.create({ data: { sha256, size: 1000n, mime: 'image/png' } });
    expect((await artifact(row.id)).status).toBe(500);
  });

  it('a linked folder that leads outside is not entered', async () => {
    const hashes = Array.from({ length: 256 }, (_, k) => k.toString(16).padStart(2, '0').repeat(32));
    const sha256 = hashes.find((hash) => !existsSync(path.dirname(fileOf(hash))))!;
    const outside = path.join(world.home, 'outside');
    await mkdir(outside);
    await writeFile(path.join(outside, sha256), secret);
    await symlink(outside, path.dirname(fileOf(sha256)));
    const row = await world.db.artifact.create({ data: { sha256, size: BigInt(secret.length), mime: 'image/png' } });
    const response = await artifact(row.id);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain(secret);
  });
});

describe('bytes that are not as recorded', () => {
  it('are refused, missing or cut short', async () => {
    const damaged = await storeBytes(world.db, { home: world.home, bytes: Buffer.from('intact'), mime: 'image/png' });
    const { sha256 } = await world.db.artifact.findUniqueOrThrow({ where: { id: damaged } });
    await truncate(fileOf(sha256), 3);
    const short = await artifact(damaged);
    expect(short.status).toBe(500);
    expect(await short.text()).toContain('6 bytes');
    await rename(fileOf(sha256), `${fileOf(sha256)}.gone`);
    expect((await artifact(damaged)).status).toBe(500);
  });
});

describe('saliency maps of one video', () => {
  it('are its part of the maps of all', async () => {
    const evaluationId = seeded.evaluations.get('attention_e_e/temporal_concat/0')!;
    const evaluation = await world.db.evaluation.findUniqueOrThrow({ where: { id: evaluationId } });
    const all = await body(await artifact(evaluation.mapsArtifactId!));
    const length = 3 * 56 * 56;
    expect(all.length).toBe(5 * length);
    const etags = new Set<string>();
    for (let position = 0; position < 5; position++) {
      const response = await maps(evaluationId, String(position));
      expect(response.status).toBe(200);
      etags.add(response.headers.get('etag')!);
      expect(await body(response)).toEqual(all.subarray(position * length, (position + 1) * length));
    }
    expect(etags.size).toBe(5);
    const part = await maps(evaluationId, '2', { range: 'bytes=1-3' });
    expect(part.headers.get('content-range')).toBe(`bytes 1-3/${length}`);
    expect(await body(part)).toEqual(all.subarray(2 * length + 1, 2 * length + 4));
  });

  it('do not exist for other positions, unknown evaluations and rows without saliency', async () => {
    const evaluationId = seeded.evaluations.get('attention_e_e/temporal_concat/0')!;
    for (const position of ['5', '-1', '1.5', '999999999', '1e1', '../0', '']) {
      expect((await maps(evaluationId, position)).status).toBe(404);
    }
    expect((await maps(unknown, '0')).status).toBe(404);
    expect((await maps(seeded.evaluations.get('base/temporal_concat/0')!, '0')).status).toBe(404);
  });
});
