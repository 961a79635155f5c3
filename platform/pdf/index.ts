/** PDF: pages typeset from templates by data that is never taken for source, and the codes that machines read off them. */
export { code128Svg } from './code-128.ts'
export { qrSvg } from './qr.ts'
export type { Typesetter, TypesetterOptions } from './typesetter.ts'
export { createTypesetter } from './typesetter.ts'
