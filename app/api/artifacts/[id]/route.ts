import { artifactResponse } from '@/server/artifacts/artifactResponse';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import { bytesErrorResponse } from '@/server/artifacts/bytesErrorResponse';
import { openArtifact } from '@/server/artifacts/openArtifact';
import { db } from '@/server/db';

/** Bytes by opaque id; `?name=` offers them for saving under that name. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const artifact = await openArtifact(db(), { id: (await params).id, root: artifactsRoot() });
    return await artifactResponse(request, artifact, { fileName: new URL(request.url).searchParams.get('name') });
  } catch (error) {
    return bytesErrorResponse(error);
  }
}

export { GET as HEAD };
