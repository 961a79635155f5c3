import { readFile } from 'node:fs/promises'
import { visitorNames, type VisitorName } from './visitors.ts'

/** One row of rights.md: what a route, asked about this, answers to each visitor. */
export interface Row {
  readonly method: string
  readonly path: string
  readonly about: string
  readonly answers: Readonly<Record<VisitorName, number>>
}

/** Whose answers hold for somebody whom a table does not name. */
const answeredAs: Partial<Record<VisitorName, VisitorName>> = { administrator: 'reception elsewhere' }

/** The tables of rights.md; what is malformed in them is an error. */
export async function readMatrix(): Promise<readonly Row[]> {
  const text = await readFile(new URL('rights.md', import.meta.url), 'utf8')
  const rows: Row[] = []
  let head: readonly string[] = []
  for (const line of text.split('\n').filter((one) => one.startsWith('|'))) {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    if (cells.every((cell) => /^-+$/.test(cell))) continue
    if (cells[0] === 'route') head = cells
    else rows.push(rowOf(head, cells))
  }
  return rows
}

function rowOf(head: readonly string[], [route = '', about = '', ...answers]: readonly string[]): Row {
  const [method = '', path = ''] = route.split(' ')
  const columns = head.slice(2)
  const answerTo = (name: VisitorName): number => {
    const like = columns.includes(name) ? name : (answeredAs[name] ?? name)
    const cell = answers[columns.indexOf('answer')] ?? answers[columns.indexOf(like)] ?? ''
    if (!/^[2-5]\d\d$/.test(cell))
      throw new Error(`rights.md, ${route} about ${about}: no status for ${name}`)
    return Number(cell)
  }
  if (answers.length !== columns.length)
    throw new Error(`rights.md, ${route} about ${about}: cells are missing`)
  const entries = visitorNames.map((name) => [name, answerTo(name)] as const)
  return { method, path, about, answers: Object.fromEntries(entries) as Row['answers'] }
}
