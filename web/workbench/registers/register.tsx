import type { ReactNode } from 'react'
import { Form, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { RecordLine, RecordList, RegisterPage } from '../../../modules/registries/contract.ts'
import { get, withQuery } from '../../kit/api.ts'
import { Button, ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { choicesOf, labelOf, spokenIn, type FieldSchema } from '../../kit/form/definition.ts'
import { AnswerText } from '../../kit/form/form-answers.tsx'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Notice } from '../../kit/marks.tsx'
import { Table } from '../../kit/table.tsx'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { api, home, registerPath } from './calls.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const key = routed.params['key'] ?? ''
  const asked = new URL(routed.request.url).searchParams
  const register = await get<RegisterPage>(routed, `${api}/${encodeURIComponent(key)}`)
  const filters = register.declaration.list.filters.flatMap((name) => {
    const value = asked.get(name)
    return value === null || value === '' ? [] : [{ name, value }]
  })
  const find = asked.get('find') || null
  const query = new URLSearchParams()
  if (find !== null) query.set('find', find)
  for (const { name, value } of filters) query.append('where', `${name}=${value}`)
  const after = asked.get('after')
  if (after !== null) query.set('after', after)
  const list = await get<RecordList>(routed, `${api}/${encodeURIComponent(key)}/records?${query.toString()}`)
  return { register, list, find, filters, isFirst: after === null, done: asked.get('done') }
}

export default function RegisterScreen(): ReactNode {
  const { register, list, find, filters, isFirst, done } = useLoaderData<typeof loader>()
  const language = useLanguage()
  const words = useWords()
  const say = words.registers
  const { key, name, purpose, may, owner, version } = register
  const asked = Object.fromEntries(filters.map((one) => [one.name, one.value]))
  return (
    <>
      <Back to={home} text={say.back} />
      {done === 'removed' ? (
        <Notice tone="on-time">
          <output>{say.removed}</output>
        </Notice>
      ) : null}
      <PageTitle title={spokenIn(language, name)} lead={spokenIn(language, purpose)} />
      <p className="soft">
        {say.keptBy(owner.name)} · {say.versionIs(version)}
      </p>
      <ButtonRow>
        {may.includes('enter') ? <ButtonLink to={registerPath(key, 'moi')}>{say.enter}</ButtonLink> : null}
        {may.includes('import') ? (
          <ButtonLink to={registerPath(key, 'nhap-tep')} weight="second">
            {say.importFile}
          </ButtonLink>
        ) : null}
      </ButtonRow>
      <Filters />
      {list.items.length === 0 ? (
        <p className="soft">{find === null && filters.length === 0 ? say.empty : say.noneFound}</p>
      ) : (
        <Records />
      )}
      <p className="pages">
        {isFirst ? null : <a href={withQuery('', { find, ...asked })}>{say.toFirst}</a>}
        {list.next === null ? null : (
          <a href={withQuery('', { find, ...asked, after: list.next })}>{say.next}</a>
        )}
      </p>
    </>
  )
}

function Filters(): ReactNode {
  const { register, find, filters } = useLoaderData<typeof loader>()
  const language = useLanguage()
  const say = useWords().registers
  const { schema, list } = register.declaration
  const valueOf = (name: string) => filters.find((one) => one.name === name)?.value ?? null
  return (
    <search>
      <Form className="filters">
        <TextField name="find" type="search" label={say.find} hint={say.findHint} value={find ?? ''} />
        {list.filters.map((name) => {
          const field: FieldSchema | undefined = schema.properties[name]
          if (field === undefined) return null
          const label = labelOf(field, language, name)
          const choices = choicesOf(field.items ?? field, language)
          return choices === undefined ? (
            <TextField key={name} name={name} label={label} value={valueOf(name) ?? ''} />
          ) : (
            <Select
              key={name}
              name={name}
              label={label}
              placeholder={say.any}
              choices={choices}
              value={valueOf(name)}
            />
          )
        })}
        <Button weight="second">{say.show}</Button>
      </Form>
    </search>
  )
}

function Records(): ReactNode {
  const { register, list } = useLoaderData<typeof loader>()
  const language = useLanguage()
  const { schema, list: declared } = register.declaration
  const title = schema['x-title']
  return (
    <Table<RecordLine>
      caption={spokenIn(language, register.name)}
      captionHidden
      rows={list.items}
      rowKey={({ id }) => id}
      columns={declared.columns.map((name) => {
        const field: FieldSchema | undefined = schema.properties[name]
        const isNumber = field?.type === 'integer' || field?.type === 'number'
        return {
          key: name,
          title: field === undefined ? name : labelOf(field, language, name),
          number: isNumber,
          cell: ({ id, values }) => {
            const told = field === undefined ? null : <AnswerText schema={field} value={values[name]} />
            return name === title ? <a href={registerPath(register.key, id)}>{told}</a> : told
          },
        }
      })}
    />
  )
}
