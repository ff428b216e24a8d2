import { submissionUpload } from '@/domain/submissionUpload';

/** A body that is no JSON: of what type it is and how large it may be [bytes]. */
export type Upload = { type: string; limit: number };

const uploads = [{ path: /^\/api\/experiments\/[\da-f-]{36}\/submissions$/i, upload: submissionUpload }];

/** What a URL takes besides JSON; null for all others, and where the URL is not known. */
export function uploadAt(url: string | undefined): Upload | null {
  if (url === undefined || !URL.canParse(url)) return null;
  const { pathname } = new URL(url);
  return uploads.find(({ path }) => path.test(pathname))?.upload ?? null;
}
