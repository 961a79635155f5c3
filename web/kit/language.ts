export type Language = 'vi' | 'en'

export const languageCookie = 'language'

/** Vietnamese unless the visitor switched: the cookie says so. */
export function languageOf(cookie: string | null): Language {
  const match = /(?:^|;\s*)language=(vi|en)(?:;|$)/.exec(cookie ?? '')
  return match?.[1] === 'en' ? 'en' : 'vi'
}
