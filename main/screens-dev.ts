import type { Server } from 'node:http'
import type { Answer, Screens } from './screens-build.ts'

/** The screens straight from their sources, with reload in the browser; Vite is loaded for this only. */
export async function developedScreens(server: Server): Promise<Screens> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    appType: 'custom',
    server: { middlewareMode: true, hmr: { server } },
    logLevel: 'warn',
  })
  return {
    assets: null,
    load: async () => {
      const module = await vite.ssrLoadModule('./web/server.ts')
      return module['answer'] as Answer
    },
    handledByTools: (request, response) =>
      new Promise((resolve, reject) => {
        response.once('close', () => resolve(true))
        vite.middlewares(request, response, (reason?: unknown) => {
          if (reason === undefined) resolve(false)
          else reject(reason instanceof Error ? reason : new Error('the development tools failed'))
        })
      }),
    close: () => vite.close(),
  }
}
