import type { SaliencyCount } from '@/domain/evaluatedVideo';
import { measuredProtocol } from '@/domain/measuredProtocol';
import { spreadOf } from './spreadOf';
import type { SeedResult, SeedSummary } from './table2';

/** Mean and spread over the seeds of one row; seeds that reuse one base run have one base score between them. */
export function summariseSeeds(seeds: SeedResult[]): SeedSummary {
  const scored = new Map(
    seeds.flatMap(({ run, evaluation }) => (run && evaluation ? [[evaluation, run.clip] as const] : [])),
  );
  const evaluations = [...scored.keys()];
  const protocols = [...scored].map(([{ protocol, protocolKey, objective }, clip]) => {
    const measured = measuredProtocol(protocol, clip, objective);
    return [`${protocolKey} ${JSON.stringify(measured)}`, measured] as const;
  });
  return {
    score: spreadOf(evaluations.map(({ map }) => map)),
    difference: spreadOf(seeds.flatMap(({ difference }) => difference ?? [])),
    sampled: spreadOf(evaluations.flatMap(({ sampledMap }) => sampledMap ?? [])),
    boxHitRate: spreadOf(evaluations.flatMap(({ boxHitRate }) => boxHitRate ?? [])),
    saliency: sumOf(evaluations.flatMap(({ saliency }) => saliency ?? [])),
    seeds,
    protocols: [...new Map(protocols).values()],
  };
}

function sumOf(counts: SaliencyCount[]): SaliencyCount | null {
  if (counts.length === 0) return null;
  return {
    clips: counts.reduce((sum, { clips }) => sum + clips, 0),
    without: counts.reduce((sum, { without }) => sum + without, 0),
  };
}
