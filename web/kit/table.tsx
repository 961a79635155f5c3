import type { Key, ReactNode } from 'react'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** The title is for those who hear the table; the eye does without. */
  readonly titleHidden?: boolean
  readonly number?: boolean
  readonly cell: (row: Row) => ReactNode
}

/** A table whose first column heads its row; wide ones scroll in their own box, by keyboard as well. */
export function Table<Row>({
  caption,
  captionHidden = false,
  columns,
  rows,
  rowKey,
}: {
  readonly caption: string
  readonly captionHidden?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => Key
}): ReactNode {
  return (
    // A box that scrolls has to be reached by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="table-wrap" tabIndex={0} aria-label={caption}>
      <table className="table">
        <caption>{captionHidden ? <span className="out-of-sight">{caption}</span> : caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.number ? 'number' : undefined}>
                {column.titleHidden ? <span className="out-of-sight">{column.title}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.key} scope="row" className={column.number ? 'number' : undefined}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={column.number ? 'number' : undefined}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
