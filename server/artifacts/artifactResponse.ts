import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { attachment } from './attachment';
import type { OpenArtifact } from './openArtifact';
import { type ByteRange, parseRange } from './parseRange';

/** What a browser may show in a page of its own; everything else is a download. */
const inline = new Set(['image/jpeg', 'image/png']);
const extensions: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/json': 'json' };

/**
 * Answers a request for bytes that never change: ETag from the hash, immutable caching, one byte range (RFC 9110), never sniffed,
 * never run. Closes the file when the body was sent or is not needed.
 * @param part bytes of the artifact that the whole answer consists of; the range of the request is relative to it
 * @param fileName offered for saving; letters, digits, `.`, `_`, `-`, else the hash is used
 */
export async function artifactResponse(
  request: Request,
  artifact: OpenArtifact,
  { part, fileName }: { part?: ByteRange; fileName?: string | null } = {},
): Promise<Response> {
  const whole = part ?? { start: 0, end: artifact.size - 1 };
  const size = whole.end - whole.start + 1;
  const etag = part ? `"${artifact.sha256}.${whole.start}-${whole.end}"` : `"${artifact.sha256}"`;
  const headers = artifactHeaders(artifact, { etag, fileName: fileName ?? null });
  if (matches(request.headers.get('if-none-match'), etag)) return empty(artifact, { status: 304, headers });
  const ifRange = request.headers.get('if-range');
  const range = ifRange === null || ifRange === etag ? parseRange(request.headers.get('range'), size) : 'all';
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`);
    return empty(artifact, { status: 416, headers });
  }
  const { start, end } = range === 'all' ? { start: 0, end: size - 1 } : range;
  headers.set('content-length', String(end - start + 1));
  if (range !== 'all') headers.set('content-range', `bytes ${start}-${end}/${size}`);
  const status = range === 'all' ? 200 : 206;
  if (request.method === 'HEAD' || size === 0) return empty(artifact, { status, headers });
  const stream = artifact.file.createReadStream({ start: whole.start + start, end: whole.start + end });
  return new Response(Readable.toWeb(stream) as ReadableStream as BodyInit, { status, headers });
}

function artifactHeaders(
  artifact: OpenArtifact,
  { etag, fileName }: { etag: string; fileName: string | null },
): Headers {
  const shown = inline.has(artifact.mime);
  const fallback = `${artifact.sha256.slice(0, 16)}.${extensions[artifact.mime] ?? 'bin'}`;
  const name = fileName !== null && /^[\w-][\w.-]{0,127}$/.test(fileName) ? fileName : fallback;
  return new Headers({
    'content-type': shown ? artifact.mime : 'application/octet-stream',
    'content-disposition': attachment(name, { type: shown && fileName === null ? 'inline' : 'attachment' }),
    'cache-control': 'private, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    etag,
  });
}

async function empty(artifact: OpenArtifact, init: { status: number; headers: Headers }): Promise<Response> {
  await artifact.file.close();
  return new Response(null, init);
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}
