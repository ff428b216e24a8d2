/** What is to be known of a container that is read. */
type Container = {
  /** For messages. */
  label: string;
  /**
   * Where second 0 is. `file`: the times in the file count from it, whatever begins when; that is also what a `<video>` element
   * shows. `first_stream`: the clock runs from anywhere, so players (and `ffmpeg -r 24`, which extracts frames) count from the
   * beginning of the stream that begins first, be it sound or pictures. `first_picture`: the file holds no times, so that what the first
   * picture seems to be late is only how many pictures the decoder keeps back to put them into order.
   */
  zero: 'file' | 'first_stream' | 'first_picture';
  /** Whether decoding may begin in the middle: frames then carry the same times as read from the start. */
  seekable: boolean;
};

/** Demuxers of ffmpeg that videos are read with. */
export const containers = {
  mov: { label: 'MP4 or MOV', zero: 'file', seekable: true },
  matroska: { label: 'Matroska or WebM', zero: 'file', seekable: true },
  avi: { label: 'AVI', zero: 'first_picture', seekable: false },
  mpegts: { label: 'MPEG-TS', zero: 'first_stream', seekable: true },
  mpeg: { label: 'MPEG', zero: 'first_stream', seekable: false },
  asf: { label: 'WMV', zero: 'file', seekable: false },
  flv: { label: 'FLV', zero: 'file', seekable: false },
  ogg: { label: 'Ogg', zero: 'file', seekable: false },
  gif: { label: 'GIF', zero: 'file', seekable: false },
} as const satisfies Record<string, Container>;
export type Demuxer = keyof typeof containers;

/** Endings of the files that are looked for, best first where a video is there more than once; what a file is, its bytes say. */
export const videoEndings = [
  ...['.mp4', '.mkv', '.webm', '.avi', '.mov', '.m4v', '.3gp', '.mpg', '.mpeg', '.ts', '.mts', '.m2ts', '.wmv', '.flv'],
  ...['.vob', '.asf', '.ogv', '.gif'],
];

/** In a sentence. */
export const containerNames = Object.values(containers)
  .map(({ label }) => label)
  .join(', ');
