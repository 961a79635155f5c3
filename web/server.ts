import * as build from 'virtual:react-router/server-build'
import { createRequestHandler, RouterContextProvider } from 'react-router'
import { visitContext, type Visit } from './kit/api.ts'
import { languageOf } from './kit/language.ts'
import { themeOf } from './kit/theme.ts'
import { en } from './kit/words/en.ts'
import { vi } from './kit/words/vi.ts'
import { learn } from './kit/words/words.ts'

learn('vi', vi)
learn('en', en)

export type { Api, ApiRequest, House } from './kit/api.ts'

// Whether a form comes from our own page is demanded of every request by platform/http, which knows our address.
const handle = createRequestHandler({ ...build, allowedActionOrigins: ['**'] }, import.meta.env.MODE)

/** Answers one request for a screen; `main/screens.ts` brings the API, the house and the script nonce. */
export function answer(
  request: Request,
  visit: Omit<Visit, 'cookie' | 'language' | 'theme'>,
): Promise<Response> {
  const cookie = request.headers.get('cookie')
  const context = new RouterContextProvider()
  context.set(visitContext, { ...visit, cookie, language: languageOf(cookie), theme: themeOf(cookie) })
  return handle(request, context)
}
