import { describe, expect, it } from 'vitest';
import { holdersOf } from '@/scripts/dev/codeOf';

describe('holdersOf', () => {
  it.each([
    ['workers/supervisor.ts', ['worker']],
    ['workers/ml/engine/startEngine.ts', ['worker']],
    ['domain/variants.ts', ['worker']],
    ['server/runs/claimRun.ts', ['worker']],
    ['server/env.ts', ['worker', 'web server']],
    ['domain/settings.ts', ['worker', 'web server']],
    ['server/front/door.ts', ['web server']],
    ['server/security/checkRequest.ts', ['web server']],
    ['next.config.js', ['web server']],
    ['server/routers/runRouter.ts', []],
    ['app/page.tsx', []],
    ['workers/ml/README.md', []],
  ])('%s is held in memory by %j', (file, holders) => {
    expect(holdersOf(file)).toEqual(holders);
  });
});
