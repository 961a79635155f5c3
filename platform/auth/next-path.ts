/** Where to go after signing in: a path of this site, or '/' for anything that could lead elsewhere. */
export function nextPath(wish: string | undefined): string {
  if (wish === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wish) || wish.includes('\\')) return '/'
  const { pathname, search, hash } = new URL(wish, 'http://here.invalid')
  // '/..//elsewhere' is a path, but what remains of it would be read as another host.
  return pathname.startsWith('//') ? '/' : pathname + search + hash
}
