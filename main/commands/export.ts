import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { exportLog } from '../../connectors/event-log/index.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Command } from './command.ts'

const DEMO = 'BẢN DÙNG THỬ: xuất từ một tỉnh dùng thử, không có giá trị pháp lý'

export const exportCommand: Command = {
  name: 'export',
  usage: 'export --xes NAME FILE.xes|FILE.xes.gz [--json]',
  help: 'Writes the cases of a taken-in event log out again as XES, equal event by event. What a demo writes says so in its first lines.',
  options: { xes: { type: 'string' } },
  async run({ province, words, options, say }) {
    const name = options['xes']
    const [path, ...more] = words
    if (typeof name !== 'string' || path === undefined || more.length > 0)
      throw new Problem('invalid', 'cli.export-what')
    const text = exportLog(province.database, name, province.mode === 'demo' ? DEMO : undefined)
    const file = createWriteStream(path, { flags: 'wx' })
    if (path.endsWith('.gz')) await pipeline(text, createGzip(), file)
    else await pipeline(text, file)
    say(`The log ${name} was written to ${path}.`)
    return { summary: { log: name, file: path } }
  },
}
