import { fileURLToPath } from 'node:url'
import { openSlips } from '../../modules/documents/index.ts'
import { samples } from '../../modules/documents/slips.fixture.ts'
import { createTypesetter } from '../../platform/pdf/index.ts'
import { answerParent } from '../child.ts'
import type { LoadReport } from '../load/load.ts'
import { percentile } from '../measure.ts'

export interface PrintQuestion {
  readonly what: 'slip' | 'page'
  readonly atOnce: number
  readonly seconds: number
}

const slips = await openSlips(fileURLToPath(new URL('../../content/tay-ninh', import.meta.url)))
const pages = createTypesetter({
  templates: fileURLToPath(new URL('../../platform/pdf/fixture', import.meta.url)),
})
const ON = '2026-11-24'

let serial = 0
const print = {
  async slip() {
    serial += 1
    const code = `H53.27694-261124-${String(serial).padStart(4, '0')}`
    const trackingUrl = `https://dichvucong.example.vn/ho-so/${code}`
    await slips.renderSlip('01', ON, { ...samples['01'], code, trackingUrl })
  },
  async page() {
    serial += 1
    await pages.typeset('page.typ', { title: String(serial), body: 'Đủ' }, new Date(ON))
  },
}

async function run({ what, atOnce, seconds }: PrintQuestion): Promise<LoadReport> {
  const took: number[] = []
  const startedAt = performance.now()
  const deadline = startedAt + seconds * 1000
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < deadline) {
        const beganAt = performance.now()
        await print[what]()
        took.push(performance.now() - beganAt)
      }
    }),
  )
  const sorted = Float64Array.from(took).toSorted()
  return {
    operations: took.length,
    failures: 0,
    firstFailure: null,
    perSecond: (took.length * 1000) / (performance.now() - startedAt),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  }
}

answerParent(run, async () => {
  await slips.close()
  await pages.close()
})
