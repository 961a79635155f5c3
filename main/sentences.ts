import { Problem } from '../kernel/problem.ts'

/** A Problem as one sentence for whoever operates the program; anything else is a bug and shows where it is. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Problem))
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const { code, meta, cause } = error
  switch (code) {
    case 'config.invalid':
      return Array.isArray(meta['sentences']) ? meta['sentences'].join('\n') : code
    case 'http.port-taken':
      return `Port ${String(meta['port'])} is taken by another program: stop it, or start with another one, as in PORT=8081 npm start.`
    case 'http.port-forbidden':
      return `This user may not listen on port ${String(meta['port'])}: choose one from 1024, as in PORT=8080 npm start.`
    case 'database.disk-full':
    case 'files.disk-full':
      return 'The disk is full: nothing was lost that was answered; free some room and start again.'
    case 'content.invalid':
      return contentSentences(meta['errors'])
    case 'auth.issuer-missing':
      return `A real province needs its own sign-in: set the three settings of the ${String(meta['issuer'])} issuer (VNEID_… or OFFICER_…).`
    case 'auth.real-issuer-in-demo':
      return `A demo never addresses a real system: ${String(meta['host'])} is not this machine. Unset the issuer, or start a real province.`
    default: {
      const because = cause instanceof Error ? `: ${cause.message}` : ''
      const about = Object.keys(meta).length === 0 ? '' : ` ${JSON.stringify(meta)}`
      return `${code}${about}${because}`
    }
  }
}

function contentSentences(errors: unknown): string {
  if (!Array.isArray(errors)) return 'The content is invalid.'
  return errors
    .map((one: unknown) => {
      const { file, line, column, path, code, detail } = Object(one) as Record<string, unknown>
      return `${String(file)}:${String(line)}:${String(column)} ${String(path)} ${String(code)}: ${String(detail)}`
    })
    .join('\n')
}
