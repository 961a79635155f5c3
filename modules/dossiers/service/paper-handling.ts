import { Problem } from '../../../kernel/problem.ts'
import { findUpload } from '../../../platform/files/index.ts'
import { visitorKey, type OfficerVisitor } from '../../../platform/http/index.ts'
import { dossierEntries, type DigitalCopyInput, type Part, type ReturnPapersInput } from '../contract.ts'
import { observe, seenIn } from '../domain.ts'
import { listParts, markReturned, saveCopy } from '../store/parts.ts'
import { asOfficer, by, entry } from './acting.ts'
import { seenPapers } from './papers.ts'
import type { DossierParts } from './parts.ts'

/** Gives originals back that were taken in. Problems 'dossiers.part-unknown', 'dossiers.paper-returned' for one that is not held. */
export function returnPapers(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  { partIds }: ReturnPapersInput,
) {
  return asOfficer(parts, dossierId, visitor, 'handle-papers', async ({ dossier }, at, tx) => {
    const papers = await listParts(tx, dossierId)
    for (const id of partIds) {
      const { originals, returnedAt } = partOf(papers, id)
      if (originals === 0 || returnedAt !== null) throw new Problem('conflict', 'dossiers.paper-returned')
    }
    const changed = observe(dossier, {})
    return {
      dossier: changed,
      rows: () => [markReturned(tx, partIds, at)],
      entries: [entry(dossierEntries.papersReturned, changed, at, by(visitor), null, { parts: partIds })],
    }
  })
}

/** Adds the digital copy of a paper that came without one. Problems 'dossiers.part-unknown', 'dossiers.file-missing', 'dossiers.paper-digital-already'. */
export function addDigitalCopy(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  { partId, sha256, name }: DigitalCopyInput,
) {
  return asOfficer(parts, dossierId, visitor, 'handle-papers', async ({ dossier }, at, tx) => {
    const papers = await listParts(tx, dossierId)
    if (partOf(papers, partId).file !== null) throw new Problem('conflict', 'dossiers.paper-digital-already')
    const stored = await findUpload(tx, visitorKey(visitor), sha256)
    if (stored === undefined) {
      throw new Problem('invalid', 'dossiers.file-missing', {
        fields: [{ path: '/sha256', code: 'file-missing' }],
      })
    }
    const file = { name, sha256, mediaType: stored.mediaType, size: stored.size }
    const then = papers.map((paper) => (paper.id === partId ? { ...paper, file } : paper))
    const { channel } = dossier
    const changed = observe(dossier, channel === null ? {} : seenIn(seenPapers(then), channel))
    return {
      dossier: changed,
      rows: () => [saveCopy(tx, partId, file)],
      entries: [
        entry(dossierEntries.paperDigitised, changed, at, by(visitor), null, { part: partId, sha256 }),
      ],
    }
  })
}

function partOf(papers: readonly Part[], id: string): Part {
  const part = papers.find((paper) => paper.id === id)
  if (part === undefined) {
    throw new Problem('invalid', 'dossiers.part-unknown', { fields: [{ path: '/partId', code: 'choice' }] })
  }
  return part
}
