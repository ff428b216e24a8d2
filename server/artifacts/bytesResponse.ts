import { attachment } from './attachment';
import { sha256Of } from './writeBytes';

/** Answers a request for a few bytes out of the database that never change; like artifactResponse, without ranges. */
export function bytesResponse(request: Request, bytes: Uint8Array<ArrayBuffer>): Response {
  const etag = `"${sha256Of(bytes)}"`;
  const headers = new Headers({
    'content-type': 'application/octet-stream',
    'content-disposition': attachment('maps.bin'),
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    etag,
  });
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  headers.set('content-length', String(bytes.length));
  return new Response(request.method === 'HEAD' ? null : bytes, { headers });
}
