import { type Issuer, type IssuerSettings, readIssuerSettings } from '../../platform/auth/index.ts'
import { upsertPersonFromSignIn } from '../../modules/people/index.ts'
import { readUserinfo } from './userinfo.ts'

/** VNEID_ISSUER, VNEID_CLIENT_ID and VNEID_CLIENT_SECRET; undefined when none is set. */
export function readVneidSettings(
  environment: Readonly<Record<string, string | undefined>>,
): IssuerSettings | undefined {
  return readIssuerSettings(environment, 'VNEID')
}

/** The citizens' issuer, real or a stand-in. */
export function vneidIssuer(reached: { settings: IssuerSettings; fetch?: Issuer['fetch'] }): Issuer {
  return {
    name: 'citizen',
    settings: reached.settings,
    ...(reached.fetch === undefined ? {} : { fetch: reached.fetch }),
    scope: 'openid',
    parameters: { acr_values: 'LoA1' },
    admit: async (tx, at, userinfo) => {
      const { assurance, ...claims } = readUserinfo(userinfo)
      const { id } = await upsertPersonFromSignIn(tx, at, claims)
      return { subject: claims.subject, assurance, actor: { kind: 'person', id } }
    },
  }
}
