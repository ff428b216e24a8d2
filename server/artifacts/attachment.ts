import contentDisposition from 'content-disposition';

/**
 * Value of a Content-Disposition header that offers a file under this name (RFC 6266): in UTF-8, and for old readers in ASCII.
 * @param type inline: a browser may show it in a page of its own
 */
export function attachment(fileName: string, { type = 'attachment' }: { type?: 'attachment' | 'inline' } = {}): string {
  const fallback = fileName.replace(/[^\x20-\x7e]+/g, '_');
  return contentDisposition(fileName, { type, fallback });
}
