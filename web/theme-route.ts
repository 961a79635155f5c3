import { redirect, type ActionFunctionArgs } from 'react-router'
import { localPath } from './kit/local-path.ts'
import { themeCookie, themes } from './kit/theme.ts'

const oneYear = 365 * 24 * 3600

/** Keeps the theme that was asked for, or forgets it for the machine's own, and goes back to where it was asked. */
export async function action({ request }: ActionFunctionArgs) {
  const post = await request.formData()
  const theme = themes.find((one) => one === post.get('theme')) ?? 'system'
  const age = theme === 'system' ? 0 : oneYear
  return redirect(localPath(post.get('next')), {
    headers: { 'set-cookie': `${themeCookie}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax` },
  })
}

export function loader() {
  return redirect('/')
}
