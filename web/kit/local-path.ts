/** A path of this site, whatever was asked for: nobody is sent elsewhere by a form field. */
export function localPath(asked: unknown): string {
  if (typeof asked !== 'string' || !asked.startsWith('/')) return '/'
  const url = URL.canParse(asked, 'http://here') ? new URL(asked, 'http://here') : null
  return url === null || url.host !== 'here' ? '/' : url.pathname + url.search
}
