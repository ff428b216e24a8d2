/**
 * A path below a folder in its plain form ("./a//b.mp4" is "a/b.mp4"); null for whatever could lead out of the folder: absolute paths,
 * "..", backslashes, NUL.
 */
export function relativeVideoPath(text: string): string | null {
  if (text.startsWith('/') || /[\0\\]/.test(text)) return null;
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? null : parts.join('/');
}
