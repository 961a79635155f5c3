/** 'system': as the visitor's machine has it. */
export type Theme = 'system' | 'light' | 'dark'

export const themes: readonly Theme[] = ['system', 'light', 'dark']

export const themeCookie = 'theme'

/** As the machine has it unless the visitor chose: the cookie says so. */
export function themeOf(cookie: string | null): Theme {
  const match = /(?:^|;\s*)theme=(light|dark)(?:;|$)/.exec(cookie ?? '')
  return themes.find((theme) => theme === match?.[1]) ?? 'system'
}

/** When the dark tokens hold, as a media query; null: never. Paper is white whatever the screen is. */
export function darkMedia(theme: Theme): string | null {
  if (theme === 'light') return null
  return theme === 'dark' ? 'screen' : 'screen and (prefers-color-scheme: dark)'
}
