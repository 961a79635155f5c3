import { localDateOf } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import { admitOfficer } from '../../modules/people/index.ts'
import { type Issuer, type IssuerSettings, readIssuerSettings } from '../../platform/auth/index.ts'

/** OFFICER_ISSUER, OFFICER_CLIENT_ID and OFFICER_CLIENT_SECRET; undefined when none is set. */
export function readOfficerSignInSettings(
  environment: Readonly<Record<string, string | undefined>>,
): IssuerSettings | undefined {
  return readIssuerSettings(environment, 'OFFICER')
}

/** The officers' issuer: it only says which account it is; name and roles are the province's own to keep. */
export function officerIssuer(reached: { settings: IssuerSettings; fetch?: Issuer['fetch'] }): Issuer {
  return {
    name: 'officer',
    settings: reached.settings,
    ...(reached.fetch === undefined ? {} : { fetch: reached.fetch }),
    scope: 'openid',
    admit: async (tx, at, { sub }) => {
      if (typeof sub !== 'string') throw new Problem('unavailable', 'officer-sign-in.claim-missing')
      const { id, subject } = await admitOfficer(tx, sub, localDateOf(at))
      return { subject, assurance: null, actor: { kind: 'officer', id } }
    },
  }
}
