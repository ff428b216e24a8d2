import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugOf, slugSchema } from '@/domain/names/slug';
import { hostileName, hostileNames } from '@/test/support/hostileNames';

describe('a short name', () => {
  it.each([
    ['My kitchen, 2nd try', 'my-kitchen-2nd-try'],
    ['  K\u00fcche & Bad  ', 'kuche-bad'],
    ['Straße', 'straße'],
    ['厨房里的视频', '厨房里的视频'],
    ['キッチン (2)', 'キッチン-2'],
    ['부엌', '부엌'],
    ['Кухня №2', 'кухня-no2'],
    ['مطبخ', 'مطبخ'],
    ['रसोई', 'रसोई'],
    ['🎬', 'data-2b0d6c70'],
    ['', ''],
  ])('of %j is %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it('is there for every name that shows something, and is one that may be typed', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const slug = slugOf(name);
        if (name.trim() !== '') expect(slugSchema.parse(slug)).toBe(slug);
        expect(slug === '').toBe(name.trim() === '');
        expect(slugOf(slug)).toBe(slug);
        expect([...slug].length).toBeLessThanOrEqual(64);
      }),
      { examples: hostileNames.map((name): [string] => [name]), numRuns: 500 },
    );
  });

  it('is one for both forms of a letter, and differs where long names differ at their ends', () => {
    expect(slugOf('cafe\u0301 が')).toBe(slugOf('caf\u00e9 か\u3099'));
    const long = 'A recording of the kitchen '.repeat(4);
    expect(slugOf(`${long}one`)).not.toBe(slugOf(`${long}two`));
  });

  it.each(['Upper', '-a', 'a b', 'a_b', '../x', 'x'.repeat(65), '\u0301a', 'a\u3164', ''])('is not %j', (slug) => {
    expect(slugSchema.safeParse(slug).success).toBe(false);
  });
});
