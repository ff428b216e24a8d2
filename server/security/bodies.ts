import { submissionUpload } from '@/domain/submissionUpload';

/** What is sent to an address: of what type it is and how large it may be [bytes]. */
export type Body = { type: string; limit: number };

const bodies: { path: RegExp; body: Body }[] = [
  { path: /^\/api\/trpc\/[\w.,]+$/, body: { type: 'application/json', limit: 1024 * 1024 } },
  { path: /^\/api\/experiments\/[\da-f-]{36}\/submissions$/i, body: submissionUpload },
  { path: /^\/log(in|out)$/, body: { type: 'application/x-www-form-urlencoded', limit: 8 * 1024 } },
];

/** What an address takes by POST; null for those that take nothing. */
export function bodyAt(path: string): Body | null {
  return bodies.find((entry) => entry.path.test(path))?.body ?? null;
}
