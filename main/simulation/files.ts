import type { PartFile } from '../../modules/dossiers/store/parts.ts'
import type { FileStore } from '../../platform/files/index.ts'

const KINDS = ['don', 'giay-chung-nhan', 'ban-ve', 'cam-ket', 'ket-qua']

/** A handful of files that all simulated papers share, kept once by their content. */
export async function demoFiles(files: FileStore): Promise<readonly PartFile[]> {
  return await Promise.all(
    KINDS.map(async (kind) => {
      const name = `mo-phong-${kind}.pdf`
      const stored = await files.storeFile(bytesOf(pdfSaying(`GIAY TO MO PHONG: ${kind}`)), {
        declaredType: 'application/pdf',
        name,
        limitBytes: 100_000,
      })
      return { ...stored, name }
    }),
  )
}

async function* bytesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** One page that says so in large letters. */
function pdfSaying(text: string): Buffer {
  const drawn = `BT /F1 24 Tf 60 700 Td (${text}) Tj ET`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${drawn.length}>>\nstream\n${drawn}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const place = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const trailer = `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(
    `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`,
    'latin1',
  )
}
