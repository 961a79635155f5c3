import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Check, Errors } from 'typebox/value'
import { instantOf, type LocalDate } from '../../kernel/dates.ts'
import {
  brokenReference,
  contentError,
  readContent,
  refuseErrors,
  type Content,
} from '../../platform/content/index.ts'
import { code128Svg, createTypesetter, qrSvg } from '../../platform/pdf/index.ts'
import { slipShapes, SlipsContent, type SlipData, type SlipKind } from './contract.ts'
import { fileName, slipFaults, versionOn, versionsOf } from './domain.ts'

export interface RenderedSlip {
  readonly pdf: Uint8Array
  readonly name: string
}

/** The province's slips, ready to be printed. */
export interface Slips {
  /**
   * A slip as PDF/A by the form in force on its day; the same data give the same bytes. Problem 'documents.no-template', and
   * 'pdf.busy' or 'pdf.unavailable' where the typesetter cannot.
   */
  renderSlip<K extends SlipKind>(kind: K, on: LocalDate, data: SlipData<K>): Promise<RenderedSlip>
  close(): Promise<void>
}

const FOLDER = 'slips'

/** Reads slips/slips.yaml of a province's folder. Problem 'content.invalid' with file and line, also for an absent template. */
export async function readSlips(folder: string): Promise<Content<SlipsContent>> {
  const content = await readContent(join(folder, FOLDER, 'slips.yaml'), SlipsContent, { root: folder })
  refuseErrors(slipFaults(content.value).map(({ path, code }) => contentError(content, path, code, code)))
  const absent = await Promise.all(
    content.value.slips.flatMap(({ versions }, slip) =>
      versions.map(async ({ template }, version) =>
        (await isThere(join(folder, FOLDER, template)))
          ? []
          : [brokenReference(content, `/slips/${slip}/versions/${version}/template`, `template ${template}`)],
      ),
    ),
  )
  refuseErrors(absent.flat())
  return content
}

/** Opens the slips of a province's folder; nothing is started before the first one is printed. */
export async function openSlips(folder: string): Promise<Slips> {
  const versions = versionsOf((await readSlips(folder)).value)
  const typesetter = createTypesetter({ templates: join(folder, FOLDER) })
  return {
    async renderSlip(kind, on, data) {
      const { name, form, template } = versionOn(versions, kind, on)
      refuseUnfit(kind, data)
      const { code, trackingUrl } = data
      const voteUrl = 'voteUrl' in data ? data.voteUrl : null
      const voteQr = voteUrl === null ? null : qrSvg(voteUrl)
      const shown = { ...data, on, name, form, qr: qrSvg(trackingUrl), bars: code128Svg(code), voteQr }
      const pdf = await typesetter.typeset(template, shown, instantOf(on, '00:00'))
      return { pdf, name: fileName(kind, code) }
    },
    close: () => typesetter.close(),
  }
}

// A paper with a hole in it is worse than none; what is told names the place, never the value.
function refuseUnfit(kind: SlipKind, data: unknown): void {
  const shape = slipShapes[kind]
  if (Check(shape, data)) return
  const places = [...Errors(shape, data)].map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)
  throw new TypeError(`Slip ${kind} is told what does not fit: ${places.join(', ')}`)
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
