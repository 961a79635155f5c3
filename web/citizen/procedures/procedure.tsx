import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { ProcedurePage } from '../../../modules/procedures/contract.ts'
import { ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { getProcedure } from '../../kit/calls/procedures.ts'
import { useFormat } from '../../kit/format.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Fact, Facts, Notice } from '../../kit/marks.tsx'
import { Original } from '../../kit/original.tsx'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { Basis } from './basis.tsx'
import { isDeclaredHere, Papers } from './papers.tsx'
import { FeesOf, LimitOf, termsOf } from './terms.tsx'

export function loader(routed: LoaderFunctionArgs) {
  return getProcedure(routed, routed.params['code'] ?? '')
}

export default function Procedure(): ReactNode {
  const page = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const english = useLanguage() === 'en'
  const { declaration } = page
  const say = words.procedures
  return (
    <>
      <Back to="/thu-tuc" text={say.title} />
      <PageTitle
        title={english ? declaration.nameEn : declaration.name}
        lead={<Original>{declaration.summary}</Original>}
      />
      <p className="soft small">
        {say.code(declaration.code)} · <Original>{declaration.field.name}</Original> ·{' '}
        {say.levels[declaration.serviceLevel.level]}
      </p>
      <Apply page={page} />
      <Facts>
        <Fact name={say.who}>
          <p>{declaration.applicants.map((kind) => say.applicants[kind]).join(', ')}</p>
          {declaration.applicantsNote ? (
            <p className="soft">
              <Original>{declaration.applicantsNote}</Original>
            </p>
          ) : null}
        </Fact>
        <Fact name={say.where}>
          <p>
            <Original>{declaration.agencies.choice}</Original>
          </p>
          <Basis basis={declaration.agencies.basis} />
        </Fact>
        <Fact name={say.how}>
          <p>{declaration.channels.map((channel) => words.dossier.channels[channel]).join(', ')}</p>
          {declaration.serviceLevel.text ? (
            <p className="soft">
              <Original>{declaration.serviceLevel.text}</Original>
            </p>
          ) : null}
          <Basis basis={declaration.serviceLevel.basis} />
        </Fact>
        <Fact name={say.time}>
          {termsOf(declaration, ({ limit }) => limit).map(({ value, ...scope }) => (
            <LimitOf key={`${scope.cases} ${scope.channels?.join()}`} {...scope} limit={value} />
          ))}
        </Fact>
        <Fact name={say.fees}>
          {termsOf(declaration, ({ fees }) => fees).map(({ value, ...scope }) => (
            <FeesOf key={`${scope.cases} ${scope.channels?.join()}`} {...scope} fees={value} />
          ))}
        </Fact>
        <Fact name={say.result}>
          <ul className="bare">
            {declaration.results.map((result) => (
              <li key={result.key}>
                <Original>{result.name}</Original>
              </li>
            ))}
          </ul>
        </Fact>
      </Facts>
      <section>
        <h2>{say.papers}</h2>
        {declaration.requirementsUnknown === undefined ? null : (
          <Notice tone="unknown">
            <p>
              <Original>{declaration.requirementsUnknown}</Original>
            </p>
          </Notice>
        )}
        {declaration.cases.map((one) => (
          <Papers key={one.key} declaration={declaration} procedureCase={one} />
        ))}
      </section>
      {declaration.conditions.length === 0 ? null : (
        <section>
          <h2>{say.conditions}</h2>
          <ul>
            {declaration.conditions.map((condition) => (
              <li key={condition}>
                <Original>{condition}</Original>
              </li>
            ))}
          </ul>
        </section>
      )}
      {page.steps.length === 0 ? null : (
        <section>
          <h2>{say.steps}</h2>
          <ol>
            {page.steps.map((step) => (
              <li key={step.key}>
                <Original>{step.name}</Original>{' '}
                <span className="soft">({say.stepOf(roleWord(words.dossier.roles, step.role))})</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      <section>
        <h2>{say.bases}</h2>
        <ul>
          {declaration.legalBases.map((basis) => (
            <li key={basis.number}>
              <Original>
                {basis.number}: {basis.name}
              </Original>
              {basis.inForceFrom === null ? null : (
                <span className="soft"> ({say.inForceFrom(format.day(basis.inForceFrom))})</span>
              )}
            </li>
          ))}
        </ul>
        <p className="soft small">
          {declaration.publishedBy.decision === null
            ? null
            : say.publishedBy(declaration.publishedBy.decision)}{' '}
          {say.version(format.day(page.validFrom))}
        </p>
      </section>
      <Apply page={page} />
    </>
  )
}

function roleWord(roles: Readonly<Record<string, string>>, role: string): string {
  return roles[role] ?? role
}

function Apply({ page: { declaration } }: { readonly page: ProcedurePage }): ReactNode {
  const say = useWords().procedures
  const { onlineSystem, channels, offered } = declaration
  const isAtCounter = offered && channels.some((channel) => channel !== 'online')
  if (onlineSystem !== undefined) {
    return (
      <Notice title={say.elsewhere(onlineSystem.name)}>
        <p>
          <a href={onlineSystem.url} rel="noreferrer">
            {onlineSystem.url}
          </a>
        </p>
        <p>{isAtCounter ? say.takenAtCounter : say.notTakenHere}</p>
      </Notice>
    )
  }
  if (!isDeclaredHere(declaration)) {
    const { reason } = declaration.serviceLevel
    return (
      <Notice tone="unknown" title={isAtCounter ? say.notOnline : say.notOffered}>
        {reason === undefined ? null : <p>{say.levelReasons[reason]}</p>}
        <p>{isAtCounter ? say.takenAtCounter : say.notTakenHere}</p>
      </Notice>
    )
  }
  return (
    <ButtonRow>
      <ButtonLink to={`/nop?thu-tuc=${encodeURIComponent(declaration.code)}`}>{say.apply}</ButtonLink>
    </ButtonRow>
  )
}
