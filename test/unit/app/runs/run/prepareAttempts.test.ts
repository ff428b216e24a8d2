import { expect, it } from 'vitest';
import { type Attempt, prepareAttempts } from '@/app/runs/[id]/prepareAttempts';

const at = (seconds: number) => new Date(1_760_000_000_000 + seconds * 1000);
const attempt = (changes: Partial<Attempt>): Attempt => ({
  id: 'a',
  number: 1,
  kind: 'train',
  slot: 0,
  pid: 1,
  claimedAt: at(0),
  heartbeatAt: at(0),
  leaseExpiresAt: at(30),
  endedAt: null,
  outcome: null,
  code: null,
  message: null,
  resumedAtStep: null,
  worker: { id: 'w', host: 'lab' },
  ...changes,
});

it('lays attempts out over the time from the first claim to now', () => {
  const rows = prepareAttempts(
    [
      attempt({ id: 'b', number: 2, slot: 1, claimedAt: at(150), resumedAtStep: 1200 }),
      attempt({ endedAt: at(100), outcome: 'LOST', message: 'No sign of life.' }),
    ],
    at(200).getTime(),
  );
  expect(rows).toMatchObject([
    { number: 2, where: 'lab, slot 1', began: 'step 1,200', duration: '50 s', left: 75, width: 25, reason: '–' },
    { number: 1, began: 'the start', duration: '1 min 40 s', left: 0, width: 50, reason: 'No sign of life.' },
  ]);
});

it('names the code of a failure', () => {
  const [row] = prepareAttempts(
    [attempt({ endedAt: at(10), outcome: 'FAILED', code: 'disk_full', message: 'Make room.' })],
    0,
  );
  expect(row?.reason).toBe('Make room. (disk_full)');
});

it('shows an attempt that has only just begun', () => {
  const [row] = prepareAttempts([attempt({})], at(0).getTime());
  expect(row).toMatchObject({ left: 0, width: 1, duration: '0.0 s' });
});
