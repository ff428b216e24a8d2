import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { sha256Of, writeBytes } from '@/server/artifacts/writeBytes';
import { type MapsOf, writeMapRecords } from './mapsFile';

/** The migration that takes the old places away; this has to be done before. */
export const beforeMigration = '20261129181341_no_stored_maps';

/**
 * Moves maps that an older version has stored in rows into files: those made on demand become artifacts, those of evaluations under way
 * go into the file that the next attempt goes on with. Cut off at any point and called again, it goes on with the rows that are left.
 * @param root folder of all artifacts
 * @throws AppError disk_full
 */
export async function moveStoredMaps(client: Client, root: string): Promise<void> {
  while (await moveDemanded(client, root));
  while (await movePartial(client, root));
}

async function moveDemanded(client: Client, root: string): Promise<boolean> {
  const { rows } = await client.query<{ evaluation_id: string; video_id: string; maps: Buffer }>(
    'select evaluation_id, video_id, maps from demanded_maps limit 1',
  );
  const [row] = rows;
  if (!row) return false;
  const sha256 = await writeBytes(root, row.maps);
  // One statement is one transaction: the row goes when its successor stands.
  await client.query(
    `with artifact as (
       insert into artifacts (id, sha256, size, mime) values ($1, $2, $3, 'application/octet-stream')
       on conflict (sha256) do update set size = excluded.size returning id
     ), moved as (
       update evaluation_videos set demanded_maps_id = (select id from artifact)
       where evaluation_id = $4 and video_id = $5
     )
     delete from demanded_maps where evaluation_id = $4 and video_id = $5`,
    [randomUUID(), sha256, row.maps.length, row.evaluation_id, row.video_id],
  );
  return true;
}

type PartialRow = { run_id: string; variant: string; checkpoint_step: number; video_id: string; maps: Buffer };

async function movePartial(client: Client, root: string): Promise<boolean> {
  const { rows } = await client.query<PartialRow>(
    `select run_id, variant, checkpoint_step, video_id, maps from partial_scores where maps is not null
     order by run_id, variant, checkpoint_step, position limit 1`,
  );
  const [row] = rows;
  if (!row) return false;
  const of: MapsOf = { runId: row.run_id, variant: row.variant, checkpointStep: row.checkpoint_step };
  const key = [of.runId, of.variant, of.checkpointStep];
  const { rows: placed } = await client.query<{ next: number }>(
    `select coalesce(max(map_position) + 1, 0)::int as next from partial_scores
     where run_id = $1 and variant = $2 and checkpoint_step = $3`,
    key,
  );
  const place = placed[0]?.next ?? 0;
  await writeMapRecords(root, of, [{ place, maps: row.maps }]);
  await client.query(
    `update partial_scores set maps = null, map_position = $5, map_sha256 = $6
     where run_id = $1 and variant = $2 and checkpoint_step = $3 and video_id = $4`,
    [...key, row.video_id, place, sha256Of(row.maps)],
  );
  return true;
}
