import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../../kernel/problem.ts'
import { withoutHidden } from '../../kernel/text.ts'

/** A file on its way in: what the sender says of it is not to be believed. */
export interface Upload {
  readonly stream: AsyncIterable<Uint8Array>
  readonly name: string
  readonly declaredType: string
}

/** Routes added by `declare` take in multipart posts of one file of at most `limitBytes`, as a stream. */
export function acceptUploads(
  app: FastifyInstance,
  limitBytes: number,
  declare: (scope: FastifyInstance) => void,
): void {
  void app.register(async (scope) => {
    // A byte more than is accepted, so that the store sees that it is too large instead of a silent cut.
    await scope.register(multipart, { limits: { fileSize: limitBytes + 1, files: 1, fields: 10 } })
    declare(scope)
  })
}

/** The one file of a multipart post. Problem 'http.file-missing' when there is none. */
export async function uploadOf(request: FastifyRequest): Promise<Upload> {
  const part = request.isMultipart() ? await request.file() : undefined
  if (part === undefined || part.filename === '') {
    throw new Problem('invalid', 'http.file-missing', { fields: [{ path: '/file', code: 'required' }] })
  }
  const name = withoutHidden(part.filename).trim()
  return { stream: part.file, name: name === '' ? 'file' : name, declaredType: part.mimetype }
}
