/** The list without a dossier beside it. */
export default function NothingOpen(): null {
  return null
}
