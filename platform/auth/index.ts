/** Signing in: OpenID Connect with two issuers, sessions in the database, and the wall between demo and real. */
export { authEntries } from './entries.ts'
export {
  type Admitted,
  checkIssuers,
  type Issuer,
  type IssuerName,
  type IssuerSettings,
  readIssuerSettings,
} from './issuers.ts'
export { decideProvinceMode, type ProvinceMode, provinceMode } from './province-mode.ts'
export { type AuthSettings, authRoutes } from './routes.ts'
export { createSessions, type Sessions } from './sessions.ts'
export { createStandIn, type StandIn, type StandInAccount, type StandInSettings } from './stand-in/index.ts'
export type { SignedIn } from './store.ts'
