import { expect, test } from 'vitest'
import { darkMedia, themeOf } from './theme.ts'

test.each([
  [null, 'system'],
  ['language=vi', 'system'],
  ['theme=dark', 'dark'],
  ['language=en; theme=light; other=1', 'light'],
  ['theme=blue', 'system'],
  ['mytheme=dark', 'system'],
  ['theme=darker', 'system'],
])('the cookie %s asks for the %s theme', (cookie, theme) => {
  expect(themeOf(cookie)).toBe(theme)
})

test('whoever chose light never gets dark tokens, and paper never does', () => {
  expect(darkMedia('light')).toBeNull()
  expect(darkMedia('dark')).toBe('screen')
  expect(darkMedia('system')).toBe('screen and (prefers-color-scheme: dark)')
})
