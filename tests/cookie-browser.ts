/** A browser without scripts: keeps cookies with their paths, follows redirects, sends forms as browsers do. */
export class CookieBrowser {
  private readonly cookies = new Map<string, Cookie>()
  private readonly own: URL

  constructor(home: string) {
    this.own = new URL(home)
  }

  async get(address: string): Promise<Page> {
    return this.follow(new URL(address, this.own), { method: 'GET' })
  }

  async post(address: string, form: Record<string, string>): Promise<Page> {
    const url = new URL(address, this.own)
    return this.follow(url, {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: url.origin,
        'sec-fetch-site': 'same-origin',
      },
    })
  }

  /** One request, its redirect not followed. */
  async send(url: URL, init: RequestInit): Promise<Response> {
    const held = [...this.cookies.values()]
      .filter(({ path, host }) => url.hostname === host && isBelow(url.pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const headers = new Headers(init.headers)
    headers.set('accept', 'text/html')
    if (held !== '') headers.set('cookie', held)
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) this.keep(line, url)
    return answer
  }

  cookie(name: string): string | undefined {
    return [...this.cookies.values()].find((cookie) => cookie.name === name)?.value
  }

  setCookie(name: string, value: string): void {
    this.put({ name, value, path: '/', host: this.own.hostname })
  }

  private async follow(url: URL, init: RequestInit): Promise<Page> {
    const visited: string[] = []
    for (let at = url, how = init; visited.length < 12;) {
      visited.push(at.href)
      const answer = await this.send(at, how)
      const location = answer.headers.get('location')
      if (location === null) {
        return { status: answer.status, url: at, visited, text: await answer.text(), headers: answer.headers }
      }
      at = new URL(location, at)
      how = { method: 'GET' }
    }
    throw new Error(`Redirected in circles: ${visited.join(' ')}`)
  }

  private keep(line: string, url: URL): void {
    const [pair = '', ...attributes] = line.split(/;\s*/)
    const [name = '', ...value] = pair.split('=')
    const attribute = (key: string): string | undefined =>
      attributes.find((one) => one.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1)
    const expires = attribute('expires')
    const isOver =
      attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now())
    const cookie = { name, value: value.join('='), path: attribute('path') ?? '/', host: url.hostname }
    if (isOver) this.cookies.delete(keyOf(cookie))
    else this.put(cookie)
  }

  private put(cookie: Cookie): void {
    this.cookies.set(keyOf(cookie), cookie)
  }
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
  readonly host: string
}

const keyOf = ({ name, path, host }: Cookie): string => `${name} ${host} ${path}`

export interface Page {
  readonly status: number
  readonly url: URL
  readonly visited: readonly string[]
  readonly text: string
  readonly headers: Headers
}

/** RFC 6265 §5.1.4. */
function isBelow(path: string, cookiePath: string): boolean {
  const folder = cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`
  return path === cookiePath || path.startsWith(folder)
}
