import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { XesCase, XesHeader } from './model.ts'
import { valueOf } from './model.ts'
import { readXes } from './read.ts'
import { writeXes } from './write.ts'

const LOG = `<?xml version="1.0" encoding="UTF-8" ?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="origin" value="Tờ khai &amp; &quot;giấy tờ&quot;"><int key="pages" value="007"/></string>
  <trace>
    <string key="concept:name" value="case-1"/>
    <date key="startdate" value="2011-10-11T13:42:22.688+02:00"/>
    <event><string key="concept:name" value="Nhận &lt;hồ sơ&gt;"/><date key="time:timestamp" value="2011-10-11T13:45:40.276+02:00"/></event>
    <event><string key="concept:name" value="Kiểm tra"/></event>
  </trace>
  <trace><string key="concept:name" value="case-2"/></trace>
</log>
`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xes-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(path: string): Promise<{ header: XesHeader | undefined; cases: XesCase[] }> {
  let header: XesHeader | undefined
  const cases: XesCase[] = []
  for await (const item of readXes(path)) {
    if (item.kind === 'header') header = item.header
    else cases.push(item.case)
  }
  return { header, cases }
}

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

describe('an event log in XES', () => {
  test('is read case by case with every attribute in its own spelling', async () => {
    const { header, cases } = await read(await file('log.xes', LOG))
    expect(header?.attributes).toEqual([
      {
        type: 'string',
        key: 'origin',
        value: 'Tờ khai & "giấy tờ"',
        children: [{ type: 'int', key: 'pages', value: '007' }],
      },
    ])
    expect(cases.map((one) => valueOf(one.attributes, 'concept:name'))).toEqual(['case-1', 'case-2'])
    expect(cases[0]?.events.map((event) => valueOf(event, 'concept:name'))).toEqual([
      'Nhận <hồ sơ>',
      'Kiểm tra',
    ])
  })

  test('is the same gzipped', async () => {
    const plain = await read(await file('plain.xes', LOG))
    expect(await read(await file('log.xes.gz', gzipSync(LOG)))).toEqual(plain)
  })

  test('comes back equal when it is written and read again', async () => {
    const first = await read(await file('first.xes', LOG))
    if (first.header === undefined) throw new Error('no header')
    const again = await file('again.xes', '')
    const pieces: string[] = []
    for await (const piece of writeXes(first.header, first.cases)) pieces.push(piece)
    await writeFile(again, pieces.join(''))
    expect(await read(again)).toEqual(first)
  })

  test('keeps what a list holds where the standard has it', async () => {
    const list =
      '<list key="papers"><values><string key="paper" value="Tờ khai"/><string key="paper" value="CCCD"/></values></list>'
    const text = LOG.replace('<trace>', `<trace>${list}`)
    const { header, cases } = await read(await file('list.xes', text))
    if (header === undefined) throw new Error('no header')
    const pieces: string[] = []
    for await (const piece of writeXes(header, cases)) pieces.push(piece)
    expect(pieces.join('').replaceAll(/[\n\t]/g, '')).toContain(list)
    expect((await read(await file('list-again.xes', pieces.join('')))).cases).toEqual(cases)
  })

  test('that is cut in half is refused with the line where it ends', async () => {
    const half = LOG.slice(0, LOG.length / 2)
    await expect(read(await file('half.xes', half))).rejects.toMatchObject({
      code: 'event-log.cut-short',
      meta: { line: half.split('\n').length },
    })
    const archive = gzipSync(LOG)
    await expect(
      read(await file('half.xes.gz', archive.subarray(0, archive.length / 2))),
    ).rejects.toMatchObject({ code: 'event-log.cut-short' })
  })

  test('that is another kind of file is refused', async () => {
    await expect(read(await file('page.html', '<html><p>x</p></html>'))).rejects.toMatchObject({
      code: 'event-log.not-xes',
    })
    await expect(read(await file('notes.txt', 'ghi chú'))).rejects.toMatchObject({
      code: 'event-log.not-xes',
    })
    await expect(read(join(folder, 'absent.xes'))).rejects.toMatchObject({ code: 'event-log.unreadable' })
  })

  const realData = process.env['THONGSUOT_REAL_DATA']
  test.runIf(realData)('of a real authority is read whole', async () => {
    const { cases } = await read(join(realData ?? '', 'event-logs/receipt.xes.gz'))
    expect(cases.length).toBe(1434)
    expect(cases.reduce((sum, one) => sum + one.events.length, 0)).toBe(8577)
  })
})
