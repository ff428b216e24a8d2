import { readdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '@/scripts/setup/paths.mjs';
import { warmUp } from '@/server/front/warmUp';

/** The address of every route under app/api, with `[id]` as any piece of it. */
function routes(): RegExp[] {
  const files = readdirSync(path.join(repository, 'app', 'api'), { recursive: true, encoding: 'utf8' });
  const folders = files.filter((file) => path.basename(file) === 'route.ts').map((file) => path.dirname(file));
  return folders.map((folder) => new RegExp(`^/api/${folder.replace(/\[\w+\]/g, '[^/]+')}$`));
}

describe('before anybody is let in', () => {
  it('every route is asked for something once, also where one breaks off', async () => {
    const asked: string[] = [];
    const handler: RequestListener = (incoming, response) => {
      asked.push((incoming.url ?? '').split('?')[0] ?? '');
      if (asked.length === 2) response.destroy();
      else response.end('x');
    };
    await warmUp(handler);
    expect(routes().length).toBeGreaterThan(5);
    for (const route of routes()) expect(asked.filter((where) => route.test(where))).toHaveLength(1);
  });
});
