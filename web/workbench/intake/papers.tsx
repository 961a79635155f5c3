import type { ReactNode } from 'react'
import type { ReusablePaper } from '../../../modules/dossiers/contract.ts'
import { Checkbox, FileField, Select, TextField } from '../../kit/fields.tsx'
import type { Paper } from '../../kit/form/requirements.ts'
import { useFormat } from '../../kit/format.ts'
import { Original } from '../../kit/original.tsx'
import { useWords } from '../../kit/words/use.ts'
import { sentOf, type Sent } from '../sent.ts'
import { paperFields } from './read-papers.ts'

/** The papers as a list to mark off; what is marked says how many on paper, its file, or which of before it is. */
export function Papers({
  papers,
  earlier,
  sent,
  errors,
  isCaseChosen,
}: {
  readonly papers: readonly Paper[]
  readonly earlier: readonly ReusablePaper[]
  readonly sent: Sent
  readonly errors: ReadonlyMap<string, string>
  readonly isCaseChosen: boolean
}): ReactNode {
  const say = useWords().intake
  const format = useFormat()
  const lead = isCaseChosen ? (papers.length === 0 ? say.papersNone : say.papersLead) : say.chooseCaseFirst
  return (
    <section className="panel" aria-labelledby="papers-title">
      <h2 id="papers-title">{say.papers}</h2>
      <p className="soft">
        {lead}
        {earlier.length === 0 || papers.length === 0 ? null : (
          <strong> {say.reuseHint(format.number(earlier.length))}</strong>
        )}
      </p>
      <ul className="bare rows">
        {papers.map((paper) => (
          <li key={paper.requirement.key}>
            <PaperRow paper={paper} earlier={earlier} sent={sent} errors={errors} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The same paper of before first: it is the likeliest to be meant. */
function likeliestFirst(key: string, earlier: readonly ReusablePaper[]): readonly ReusablePaper[] {
  const isSame = ({ requirement }: ReusablePaper): boolean => requirement === key
  return [...earlier.filter(isSame), ...earlier.filter((one) => !isSame(one))]
}

function PaperRow({
  paper: { requirement, isNeeded },
  earlier,
  sent,
  errors,
}: {
  readonly paper: Paper
  readonly earlier: readonly ReusablePaper[]
  readonly sent: Sent
  readonly errors: ReadonlyMap<string, string>
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.intake
  const names = paperFields(requirement.key)
  const isGot = sent.some(([name]) => name === names.got)
  const reused = sentOf(sent, names.from)
  const keptName = sentOf(sent, names.keptName)
  const kind = requirement.handling === 'show' ? 'show' : isNeeded ? 'needed' : 'optional'
  const notes = [
    requirement.condition === undefined ? '' : words.procedures.onlyIf(requirement.condition.text),
    requirement.note ?? '',
  ].filter((note) => note !== '')
  const isShown = requirement.handling === 'show'
  const counted = (name: string, declared: number): string =>
    sent.some(([one]) => one === name) ? sentOf(sent, name) : String(declared)
  return (
    <>
      <Checkbox
        name={names.got}
        checked={isGot}
        error={errors.get(names.got)}
        label={
          <>
            <Original>{requirement.name}</Original> <span className="soft">({say.paperKinds[kind]})</span>
          </>
        }
        hint={notes.length === 0 ? undefined : <Original>{notes.join('. ')}</Original>}
      />
      {isGot ? (
        <div className="depends paper-brought">
          {earlier.length === 0 ? null : (
            <Select
              name={names.from}
              label={say.handedIn}
              placeholder={say.broughtNow}
              choices={likeliestFirst(requirement.key, earlier).map(
                ({ dossierId, partId, title, code, at }) => ({
                  value: `${dossierId}/${partId ?? 'result'}`,
                  label: say.reuse(title, code, format.date(at)),
                }),
              )}
              value={reused}
            />
          )}
          {reused === '' ? (
            <div className="fields-row">
              <TextField
                name={names.originals}
                label={say.originals}
                value={counted(names.originals, isShown ? 0 : requirement.originals)}
                error={errors.get(names.originals)}
                inputMode="numeric"
                size="short"
              />
              <TextField
                name={names.copies}
                label={say.copies}
                value={counted(names.copies, isShown ? 1 : requirement.copies)}
                error={errors.get(names.copies)}
                inputMode="numeric"
                size="short"
              />
              <FileField
                name={names.file}
                id={names.file}
                label={say.file}
                hint={keptName === '' ? words.wizard.fileHint : say.fileKept(keptName)}
                error={errors.get(names.file)}
                accept=".pdf,.jpg,.jpeg,.png"
                optional
              />
              {keptName === '' ? null : (
                <>
                  <input type="hidden" name={names.keptHash} value={sentOf(sent, names.keptHash)} />
                  <input type="hidden" name={names.keptName} value={keptName} />
                </>
              )}
            </div>
          ) : null}
        </div>
      ) : null}
    </>
  )
}
