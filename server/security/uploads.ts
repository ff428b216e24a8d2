/** A body that is no JSON: where it may be sent, of what type and how large [bytes]. */
export type Upload = { type: string; limit: number };

const mebibyte = 1024 * 1024;

/** Scores in the official submission format. The type is one that no form of another site can send. */
export const submissionUpload: Upload = { type: 'text/tab-separated-values', limit: 64 * mebibyte };

const uploads = [{ path: /^\/api\/experiments\/[\da-f-]{36}\/submissions$/i, upload: submissionUpload }];

/** What a URL takes besides JSON; null for all others, and where the URL is not known. */
export function uploadAt(url: string | undefined): Upload | null {
  if (url === undefined || !URL.canParse(url)) return null;
  const { pathname } = new URL(url);
  return uploads.find(({ path }) => path.test(pathname))?.upload ?? null;
}
