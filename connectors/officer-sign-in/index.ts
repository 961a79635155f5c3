/** The province's own account system for officers, and its stand-in in a demo. */
export { officerIssuer, readOfficerSignInSettings } from './issuer.ts'
export { officerStandIn } from './stand-in.ts'
