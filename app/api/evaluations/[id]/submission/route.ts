import { attachment } from '@/server/artifacts/attachment';
import { bytesErrorResponse } from '@/server/artifacts/bytesErrorResponse';
import { textStream } from '@/server/artifacts/textStream';
import { db } from '@/server/db';
import { submissionOfEvaluation } from '@/server/submissions/submissionOfEvaluation';

/** The scores of an evaluation as an official submission file: one line a video, its id, then one score a class; streamed. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const { fileName, text } = await submissionOfEvaluation(db(), (await params).id);
    return new Response(textStream(text), {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': attachment(fileName),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  } catch (error) {
    return bytesErrorResponse(error);
  }
}
