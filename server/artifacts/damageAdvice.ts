import type { Db } from '@/server/db';

/** What to do about an artifact whose bytes are damaged or gone: a sentence for whatever it belongs to. */
export async function damageAdvice(db: Db, artifactId: string): Promise<string> {
  const [strip, checkpoint, weights, maps] = await Promise.all([
    db.clipFrames.findFirst({
      where: { OR: [{ originalArtifactId: artifactId }, { resizedArtifactId: artifactId }] },
      select: { videoId: true },
    }),
    db.checkpoint.findFirst({
      where: { artifactId },
      orderBy: { final: 'desc' },
      select: { final: true, step: true, run: { select: { name: true } } },
    }),
    db.weights.findFirst({ where: { artifactId }, select: { name: true, sourcePath: true } }),
    db.evaluation.findFirst({
      where: { OR: [{ mapsArtifactId: artifactId }, { videos: { some: { demandedMapsId: artifactId } } }] },
      select: { run: { select: { name: true } } },
    }),
  ]);
  if (strip)
    return `They are frames of video ${strip.videoId}: open it in the gallery and press "Make the pictures again".`;
  if (checkpoint?.final) {
    return `They are the final weights of the run "${checkpoint.run.name}": press "Restore the weights" on its page.`;
  }
  if (checkpoint) {
    return `They are the checkpoint of step ${checkpoint.step} of the run "${checkpoint.run.name}", which goes on from another one by itself.`;
  }
  if (weights)
    return `They are the imported weights "${weights.name}": import ${weights.sourcePath} again, and they are whole again.`;
  if (maps)
    return `They are saliency maps of the run "${maps.run.name}": open a video in the gallery and press "Make the pictures again".`;
  return 'Nothing refers to them any more.';
}
