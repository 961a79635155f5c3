/** VNeID: how citizens sign in, and its stand-in in a demo. */
export { readVneidSettings, vneidIssuer } from './issuer.ts'
export { vneidStandIn } from './stand-in.ts'
export { readUserinfo } from './userinfo.ts'
