import { renderToReadableStream } from 'react-dom/server'
import {
  ServerRouter,
  isRouteErrorResponse,
  type EntryContext,
  type HandleErrorFunction,
  type RouterContextProvider,
} from 'react-router'
import { visitContext } from './kit/api.ts'
import { carriesScripts } from './kit/handle.ts'

/** The whole page at once: nothing here is slow enough to stream, and a page that fails has no half sent. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routed: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  headers.set('content-type', 'text/html; charset=utf-8')
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  const { nonce } = context.get(visitContext)
  const handles = routed.staticHandlerContext.matches.map(
    ({ route }) => routed.routeModules[route.id]?.handle,
  )
  const page = carriesScripts(handles) ? routed : withoutHandoff(routed)
  const stream = await renderToReadableStream(
    <ServerRouter context={page} url={request.url} nonce={nonce} />,
    { nonce, onError: context.get(visitContext).report },
  )
  await stream.allReady
  return new Response(stream, { status, headers })
}

function withoutHandoff(routed: EntryContext): EntryContext {
  const { serverHandoffStream: _unsent, ...rest } = routed
  return rest
}

/** Refusals are answers, not faults; only the rest goes to the log. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted || isRouteErrorResponse(error)) return
  context.get(visitContext).report(error)
}
