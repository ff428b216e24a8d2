import { AppError } from '@/domain/errors';
import { issuesText } from '@/domain/text/plainIssues';
import { bytesErrorResponse } from '@/server/artifacts/bytesErrorResponse';
import { db } from '@/server/db';
import { addSubmission, newSubmissionSchema } from '@/server/submissions/addSubmission';

/** Takes an official submission file as its body: `?name=` how the row is called, `?file=` what the file was called. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const query = new URL(request.url).searchParams;
    const named = newSubmissionSchema.safeParse({ name: query.get('name') ?? '', fileName: query.get('file') ?? '' });
    if (!named.success) throw new AppError('bad_request', issuesText(named.error));
    const { map, wap, ...added } = await addSubmission(db(), (await params).id, {
      ...named.data,
      text: await textOf(request),
    });
    const finite = (value: number) => (Number.isFinite(value) ? value : null);
    return Response.json({ ...added, map: finite(map), wap: finite(wap) }, { status: 201 });
  } catch (error) {
    return bytesErrorResponse(error);
  }
}

async function textOf(request: Request): Promise<string> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength !== Number(request.headers.get('content-length'))) {
    throw new AppError('bad_request', 'The file did not arrive as a whole. Send it again.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError('bad_request', 'This file is no UTF-8 text. Choose the text file with the scores.', {
      cause: error,
    });
  }
}
