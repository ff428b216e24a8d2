import { z } from 'zod';
import { keyFileName } from '@/domain/names/fileName';
import { attachment } from '@/server/artifacts/attachment';
import { bytesErrorResponse } from '@/server/artifacts/bytesErrorResponse';
import { textStream } from '@/server/artifacts/textStream';
import { db } from '@/server/db';
import { logText } from '@/server/runs/logText';
import { readRun } from '@/server/runs/readRun';

/** The whole log of a run as a text file, streamed. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) return new Response('This is not the id of a run.', { status: 400 });
  try {
    const run = await readRun(db(), id.data);
    return new Response(textStream(logText(db(), run.id)), {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': attachment(keyFileName(run.key, '.log')),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  } catch (error) {
    return bytesErrorResponse(error);
  }
}
