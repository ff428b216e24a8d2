import type { Db } from '@/server/db';

/** Ids of videos: what they are called, cut so that the old end, by which they are told apart, fits behind it. */
const videoId = "left($1, 100) || '-' || right(video_id, 5)";
const filled = (column: string, value = '$1') => `case when ${column} is null then null else ${value} end`;

/** Every column that holds what a person, a file or another program has named, with the value it takes when all is called $1. */
const named: Record<string, Record<string, string>> = {
  datasets: {
    name: '$1',
    root: "'/data/' || $1",
    classes: `(select jsonb_agg(jsonb_build_object('id', c->>'id', 'name', $1 || ' ' || n))
               from jsonb_array_elements(classes) with ordinality as all_classes(c, n))`,
  },
  dataset_videos: { video_id: videoId, path: "'/data/' || $1 || '/' || $1 || '.mp4'", message: filled('message') },
  clip_frames: { video_id: videoId },
  experiments: { name: '$1', notes: "$1 || E'\\n' || $1" },
  runs: { name: '$1' },
  task_attempts: { message: filled('message'), still_message: filled('still_message') },
  workers: {
    host: '$1',
    engine: `engine || jsonb_build_object('cpu', $1, 'problem', $1, 'gpus',
             jsonb_build_array(jsonb_build_object('uuid', 'GPU-1', 'name', $1, 'memoryMiB', 80000)))`,
  },
  evaluation_videos: { video_id: videoId },
  partial_scores: { video_id: videoId },
  gallery_requests: { video_id: videoId, message: filled('message') },
  log_lines: { text: '$1' },
  weights: {
    name: '$1',
    source_path: "'/weights/' || $1 || '.pth'",
    report: `report || jsonb_build_object('prefix', $1, 'missing', jsonb_build_array($1),
             'ignored', jsonb_build_array(jsonb_build_object('name', $1, 'reason', $1)))`,
  },
  tasks: {
    title: '$1',
    status_message: filled('status_message'),
    input: `case kind when 'scan' then input || jsonb_build_object('name', $1, 'root', '/data/' || $1)
            when 'import_weights' then input || jsonb_build_object('name', $1, 'path', '/weights/' || $1) else input end`,
    result: filled('result', "result || jsonb_build_object('notes', jsonb_build_array($1, $1))"),
  },
  scanned_videos: {
    video_id: videoId,
    path: "'/data/' || $1 || '/' || $1 || '.mp4'",
    scan: filled(
      'scan',
      `case scan->>'state' when 'ok' then scan || jsonb_build_object('remarks', jsonb_build_array($1))
       else scan || jsonb_build_object('message', $1) end`,
    ),
  },
  submissions: { name: '$1', file_name: "$1 || '.txt'" },
  submission_videos: { video_id: videoId },
};

/** Columns of text that only this program writes: keys, codes, hashes, words of its own. */
const ours = new Set([
  ...['datasets.slug', 'dataset_videos.split', 'dataset_videos.kind', 'dataset_videos.state', 'dataset_videos.actions'],
  ...[
    'clip_frames.protocol_key',
    'experiments.spec',
    'experiments.once_key',
    'runs.key',
    'runs.config',
    'tasks.status_code',
  ],
  ...[
    'tasks.phase',
    'task_attempts.device',
    'task_attempts.code',
    'workers.host_key',
    'artifacts.sha256',
    'evaluation_videos.map_sha256',
    'partial_scores.map_sha256',
    'artifacts.mime',
    'collections.trigger',
  ],
  ...['evaluations.variant', 'evaluations.fusion', 'evaluations.objective', 'evaluations.protocol', 'evaluations.hash'],
  ...[
    'evaluations.protocol_key',
    'metric_points.key',
    'metric_points.split',
    'metric_latest.key',
    'metric_latest.split',
  ],
  ...[
    'log_lines.level',
    'log_lines.source',
    'partial_scores.variant',
    'weights.format',
    'weights.backbone',
    'tasks.kind',
  ],
  ...['scanned_videos.split', 'scanned_videos.actions', 'scanned_videos.kind'],
]);

/** Columns of text or JSON that neither list knows: whoever adds one says whether people can name what it holds. */
export async function unknownTextColumns(db: Db): Promise<string[]> {
  const columns = await db.$queryRaw<{ column: string }[]>`
    select table_name || '.' || column_name as column from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'character varying', 'jsonb', 'json')
      and table_name not like '\\_%'`;
  const known = new Set(
    Object.entries(named).flatMap(([table, values]) => Object.keys(values).map((key) => `${table}.${key}`)),
  );
  return columns
    .map(({ column }) => column)
    .filter((column) => !known.has(column) && !ours.has(column))
    .sort();
}

/** Calls everything by this name, past all forms: as it may stand in a database that older versions filled. */
export async function nameEverything(db: Db, name: string): Promise<void> {
  for (const [table, values] of Object.entries(named)) {
    const sets = Object.entries(values).map(([column, value]) => `${column} = ${value}`);
    await db.$executeRawUnsafe(`update ${table} set ${sets.join(', ')}`.replaceAll('$1', '$1::text'), name);
  }
}
