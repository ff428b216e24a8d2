/** A page of the workbench behind `link`, with the token that the link carries, so that a browser gets in by it. */
export function linkTo(link: string, path: string): string {
  const { origin, searchParams } = new URL(link);
  const page = new URL(path, origin);
  const token = searchParams.get('token');
  if (token !== null) page.searchParams.set('token', token);
  return page.href;
}
