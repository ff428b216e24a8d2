import { z } from 'zod';
import { artifactResponse } from '@/server/artifacts/artifactResponse';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import { bytesErrorResponse } from '@/server/artifacts/bytesErrorResponse';
import { db } from '@/server/db';
import { openMaps } from '@/server/gallery/openMaps';

const paramsSchema = z.object({
  id: z.uuid(),
  position: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});
type Params = Promise<{ id: string; position: string }>;

/** Saliency maps of one video: uint8 (clips x side x side), 255 = maximum of the map. */
export async function GET(request: Request, { params }: { params: Params }): Promise<Response> {
  const parsed = paramsSchema.safeParse(await params);
  if (!parsed.success) return new Response('There are no such maps.', { status: 404 });
  const { id, position } = parsed.data;
  try {
    const maps = await openMaps(db(), { evaluationId: id, position, root: artifactsRoot() });
    return await artifactResponse(request, maps.artifact, { part: maps.part });
  } catch (error) {
    return bytesErrorResponse(error);
  }
}

export { GET as HEAD };
