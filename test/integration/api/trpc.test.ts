import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '@/test/support/createWorld';

let world: Awaited<ReturnType<typeof createWorld>>;
let route: typeof import('@/app/api/trpc/[trpc]/route');
const local = { host: 'localhost:3000' };
const own = { ...local, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' };

beforeAll(async () => {
  world = await createWorld();
  process.env.DATABASE_URL = world.url;
  route = await import('@/app/api/trpc/[trpc]/route');
});
afterAll(async () => {
  const { db } = await import('@/server/db');
  await db().$disconnect();
  await world.close();
});

const get = (procedure: string, headers: Record<string, string>) =>
  route.GET(new Request(`http://localhost:3000/api/trpc/${procedure}`, { headers }));
const post = (procedure: string, headers: Record<string, string>, body = '{"json":{"seeds":[0]}}') =>
  route.POST(
    new Request(`http://localhost:3000/api/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': String(body.length), ...headers },
      body,
    }),
  );

describe('the API over HTTP', () => {
  it('answers a page of its own', async () => {
    const response = await get('experiment.list', own);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ result: { data: { json: { items: [], total: 0 } } } });
  });

  it('lets a page of its own change things', async () => {
    const response = await post('experiment.createDemo', own);
    // The request is let through to the service, which misses the dataset.
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { json: { data: { appCode: 'not_found' } } } });
  });

  it('says what is wrong with an input in words', async () => {
    const input = encodeURIComponent(JSON.stringify({ json: { id: 'x' } }));
    const response = await get(`experiment.byId?input=${input}`, own);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { json: { message: string } } };
    expect(error.json.message).toMatch(/id/);
    expect(JSON.stringify(error)).not.toContain('node_modules');
  });

  it('answers at most twenty questions at once', async () => {
    const names = Array.from({ length: 21 }, () => 'experiment.list').join(',');
    expect((await get(`${names}?batch=1&input=%7B%7D`, own)).status).toBe(400);
  });

  it('streams changes as server-sent events', async () => {
    const response = await get('event.onChange', own);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await response.body?.cancel();
  });
});
