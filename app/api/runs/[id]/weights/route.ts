import { z } from 'zod';
import { exportFormatSchema } from '@/domain/exportFormats';
import { wholeNumberSchema } from '@/domain/wholeNumber';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import { attachment } from '@/server/artifacts/attachment';
import { bytesErrorResponse } from '@/server/artifacts/bytesErrorResponse';
import { db } from '@/server/db';
import { exportWeights } from '@/server/runs/exportWeights';

const querySchema = z.object({
  id: z.uuid(),
  format: exportFormatSchema,
  step: z.coerce.number().pipe(wholeNumberSchema).nullable(),
});

/** The network of a run as safetensors or as a file of PyTorch (`?format=`), of one checkpoint (`?step=`) or the last, streamed. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const query = querySchema.safeParse({
    id: (await params).id,
    format: searchParams.get('format') ?? 'safetensors',
    step: searchParams.get('step'),
  });
  if (!query.success)
    return new Response('Ask for the weights of a run with ?format=torch or safetensors.', { status: 400 });
  try {
    const { id: runId, format, step } = query.data;
    const exported = await exportWeights(db(), { runId, step, format, root: artifactsRoot() });
    const headers = {
      'content-type': 'application/octet-stream',
      'content-length': String(exported.size),
      'content-disposition': attachment(exported.fileName),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    };
    if (request.method !== 'HEAD') return new Response(streamOf(exported.parts), { headers });
    await exported.close();
    return new Response(null, { headers });
  } catch (error) {
    return bytesErrorResponse(error);
  }
}

/** Asks for the next array only when the reader wants it. */
function streamOf(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

export { GET as HEAD };
