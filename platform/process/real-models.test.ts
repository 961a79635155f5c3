import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { describeProcess, readProcess } from './index.ts'

const roles = ['clerk', 'head']

async function refusal(xml: string): Promise<Problem> {
  const result: unknown = await readProcess(xml, { roles }).catch((error: unknown) => error)
  if (result instanceof Problem) return result
  throw new Error('was not refused', { cause: result })
}
const realData = process.env.THONGSUOT_REAL_DATA
describe.skipIf(!realData)('models drawn elsewhere', () => {
  const read = (name: string) => readFileSync(join(realData ?? '', 'bpmn', name), 'utf8')
  const outside = async (name: string) => {
    const problem = await refusal(read(name))
    expect(problem.code).toBe('process.unsupported')
    expect(problem.fields.every(({ path }) => read(name).includes(`id="${path.slice(1)}"`))).toBe(true)
    return [...new Set(problem.fields.map(({ meta }) => String(meta?.type)))].toSorted()
  }

  test.each([
    ['miwg/A.1.0.bpmn', ['bpmn:Task']],
    ['miwg/A.2.0.bpmn', ['bpmn:Task']],
    ['miwg/A.2.1.bpmn', ['bpmn:Task', 'language', 'w4graph:graphStyle']],
    ['miwg/A.3.0.bpmn', ['bpmn:BoundaryEvent', 'bpmn:SubProcess', 'bpmn:Task']],
    ['miwg/A.4.0.bpmn', ['bpmn:MessageFlow', 'bpmn:Process', 'bpmn:SubProcess', 'bpmn:Task']],
  ])('%s is refused for %j', async (name, types) => expect(await outside(name)).toEqual(types))

  test.each(
    readdirSync(join(realData ?? '.', realData ? 'bpmn/foi' : '.')).filter((name) => name.endsWith('.bpmn')),
  )('foi/%s is refused for its events, calls and listeners', async (name) => {
    const types = await outside(`foi/${name}`)
    expect(types).toContain('camunda:executionListener')
    expect(types).toContain('bpmn:IntermediateThrowEvent')
  })

  test('every model is refused with a Problem that names all it has outside the subset', async () => {
    for (const name of readdirSync(join(realData ?? '', 'bpmn/miwg')).filter((file) =>
      file.endsWith('.bpmn'),
    ))
      expect((await outside(`miwg/${name}`)).length).toBeGreaterThan(0)
  })

  test('drawn with user tasks that name role and share, A.1.0 and A.2.0 run', async () => {
    const adopt = (xml: string) =>
      xml
        .replaceAll(
          '<semantic:task ',
          '<semantic:userTask xmlns:ts="https://thongsuot.vn/bpmn" ts:role="clerk" ts:share="0.2" ',
        )
        .replaceAll('</semantic:task>', '</semantic:userTask>')
    const line = await readProcess(adopt(read('miwg/A.1.0.bpmn')), { roles })
    expect(describeProcess(line).map((task) => task.name)).toEqual(['Task 1', 'Task 2', 'Task 3'])
    // A.2.0 draws no default and no conditions: it still says which gateway lacks them.
    const split = await refusal(adopt(read('miwg/A.2.0.bpmn')))
    expect(split.fields.map((field) => field.code)).toEqual([
      'default-missing',
      'condition-missing',
      'condition-missing',
      'condition-missing',
    ])
  })
})
