import type { ReactNode } from 'react'
import { useLanguage } from './words/use.ts'

/** Content as it was published, in Vietnamese: told to whoever hears the page in English. */
export function Original({ children }: { readonly children: ReactNode }): ReactNode {
  return useLanguage() === 'vi' ? children : <span lang="vi">{children}</span>
}
