import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { AppError } from '@/domain/errors';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { listFolder } from '@/workers/jobs/layouts/listFolder';

export const fixtures = join(import.meta.dirname, '../fixtures/reports');
export const four = ['a.mp4', 'b.mp4', 'c.mp4', 'd.mp4', 'my clip 1.mp4', 'чай №1, пьёт.mp4'];

/** A folder with these videos; listing does not open them. */
export function folder(videos: string[] = four): string {
  const root = temporaryFolder();
  for (const name of videos) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), 'not looked at');
  }
  return root;
}
export const list = (root: string, csv = 'labels.csv', classes?: string) =>
  listFolder({ name: 'Mine', slug: 'mine', layout: 'folder', root, annotations: { csv, classes } });
export const listText = (
  text: string | Uint8Array,
  { videos = four, classes }: { videos?: string[]; classes?: string } = {},
) => {
  const root = folder(videos);
  writeFileSync(join(root, 'labels.csv'), text);
  return list(root, 'labels.csv', classes);
};
export const listFixture = (name: string, videos?: string[]) => {
  const root = folder(videos);
  copyFileSync(join(fixtures, name), join(root, 'labels.csv'));
  return list(root);
};
export async function refusal(listing: Promise<unknown>): Promise<string> {
  const error = await listing.then(
    (value) => value,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return (error as AppError).message;
}
export const labelsOf = ({ classes, videos }: Awaited<ReturnType<typeof listFolder>>) =>
  Object.fromEntries(
    videos.map(({ id, actions }) => [id, actions.map((action) => classes[action.class]?.name).join()]),
  );
export const namesOf = ({ classes }: Awaited<ReturnType<typeof listFolder>>) => classes.map(({ name }) => name);
