import { basename, dirname, join } from 'node:path';
import { relativeVideoPath } from '@/workers/jobs/layouts/relativeVideoPath';
import { noVideos, readVideoFolder, type VideoFolder } from '@/workers/jobs/layouts/videoFolder';

/** A video that a list names: its path relative to the folder, as it lies there or, where it is missing, as it was named. */
export type FoundVideo = {
  path: string;
  there: boolean /** Files that could be meant, where there are several. */;
  several: string[];
};

export type VideoFinder = {
  /** Null where the name leads out of the folder. Its ending may be left out; a whole path into the folder is fine. */
  find(name: string): Promise<FoundVideo | null>;
};

/** Looks videos up by their names in a list. Every folder is read once, and none below one that is not there. */
export function createVideoFinder(root: string): VideoFinder {
  const folders = new Map<string, Promise<VideoFolder>>([['.', readVideoFolder(root)]]);
  const open = (folder: string): Promise<VideoFolder> => {
    const known = folders.get(folder);
    if (known) return known;
    const opened = open(dirname(folder)).then((parent) =>
      parent.folder(basename(folder)) === null ? noVideos : readVideoFolder(join(root, folder)),
    );
    folders.set(folder, opened);
    return opened;
  };
  const inside = root.endsWith('/') ? root : `${root}/`;
  return {
    async find(name) {
      const plain = relativeVideoPath(name.startsWith(inside) ? name.slice(inside.length) : name);
      if (plain === null) return null;
      const folder = dirname(plain);
      const content = await open(folder);
      const exact = content.has(basename(plain));
      const called = exact === null ? content.called(basename(plain)) : [exact];
      const path = join(folder, called[0] ?? basename(plain));
      return { path, there: called.length > 0, several: called.length > 1 ? called : [] };
    },
  };
}
