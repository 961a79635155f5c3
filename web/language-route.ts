import { redirect, type ActionFunctionArgs } from 'react-router'
import { localPath } from './kit/local-path.ts'
import { languageCookie } from './kit/language.ts'

const oneYear = 365 * 24 * 3600

/** Keeps the language that was asked for and goes back to where it was asked. */
export async function action({ request }: ActionFunctionArgs) {
  const post = await request.formData()
  const language = post.get('language') === 'en' ? 'en' : 'vi'
  return redirect(localPath(post.get('next')), {
    headers: { 'set-cookie': `${languageCookie}=${language}; Path=/; Max-Age=${oneYear}; SameSite=Lax` },
  })
}

export function loader() {
  return redirect('/')
}
