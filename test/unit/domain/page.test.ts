import { describe, expect, it } from 'vitest';
import { cutPage, nextPage } from '@/domain/page';

describe('pages of a list', () => {
  const all = Array.from({ length: 7 }, (_, id) => ({ id }));
  /** As a query answers: rows behind the cursor, one more than was asked for. */
  const ask = (cursor: number | null, limit: number) => {
    const rows = all.filter(({ id }) => cursor === null || id > cursor).slice(0, limit + 1);
    return cutPage(rows, { limit, cursorOf: ({ id }) => id });
  };

  it.each([1, 3, 6, 7, 8])('of %i items, one after the other, hold every item once', (limit) => {
    const seen: number[] = [];
    let cursor: number | null = null;
    do {
      const page = ask(cursor, limit);
      seen.push(...page.items.map(({ id }) => id));
      cursor = nextPage.getNextPageParam(page);
    } while (cursor !== null);
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it('have no next one where nothing is', () => {
    expect(cutPage([], { limit: 5, cursorOf: () => 0 })).toEqual({ items: [], next: null });
  });
});
