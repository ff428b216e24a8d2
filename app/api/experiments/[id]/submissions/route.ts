import type { ReadableStream } from 'node:stream/web';
import { AppError } from '@/domain/errors';
import { issuesText } from '@/domain/text/plainIssues';
import { bytesErrorResponse } from '@/server/artifacts/bytesErrorResponse';
import { newSubmissionSchema } from '@/server/submissions/addSubmission';
import { receiveSubmission } from '@/server/submissions/receiveSubmission';

/** Takes an official submission file as its body: `?name=` how the row is called, `?file=` what the file was called. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const query = new URL(request.url).searchParams;
    const named = newSubmissionSchema.safeParse({ name: query.get('name') ?? '', fileName: query.get('file') ?? '' });
    if (!named.success) throw new AppError('bad_request', issuesText(named.error));
    const file = {
      body: (request.body ?? new Blob().stream()) as ReadableStream,
      length: Number(request.headers.get('content-length')),
    };
    const { map, wap, ...added } = await receiveSubmission((await params).id, named.data, file);
    const finite = (value: number) => (Number.isFinite(value) ? value : null);
    return Response.json({ ...added, map: finite(map), wap: finite(wap) }, { status: 201 });
  } catch (error) {
    return bytesErrorResponse(error);
  }
}
