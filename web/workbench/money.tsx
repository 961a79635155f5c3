import type { ReactNode } from 'react'
import type { DossierPage } from '../../modules/dossiers/contract.ts'
import type { FeeLine } from '../../modules/procedures/contract.ts'
import { AccountShown } from '../kit/account.tsx'
import { missingForFees } from '../kit/form/fees.tsx'
import { Original } from '../kit/original.tsx'
import { useWords } from '../kit/words/use.ts'

/** What the dossier costs and what was paid; while that is not known, what is missing to know it. */
export function Money({
  dossier: { account, acceptedAt, answers },
  fees,
}: {
  readonly dossier: Pick<DossierPage, 'account' | 'acceptedAt' | 'answers'>
  readonly fees: readonly FeeLine[]
}): ReactNode {
  const words = useWords()
  const say = words.money
  const missing = missingForFees(fees, answers, words)
  return (
    <section aria-labelledby="money-title">
      <h2 id="money-title">{say.title}</h2>
      {account === null ? (
        <>
          <p>
            <span className="unknown">{say.unknown}</span>
          </p>
          {missing.length === 0 ? (
            <p className="soft">{acceptedAt === null ? say.notYet : say.notCharged}</p>
          ) : (
            <>
              <p className="soft">{say.missing}</p>
              <ul>
                {missing.map((one) => (
                  <li key={one}>
                    <Original>{one}</Original>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      ) : (
        <AccountShown account={account} />
      )}
    </section>
  )
}
