/** The text fields of a form as they were sent. */
export type Sent = readonly (readonly [name: string, value: string])[]

export function sentOf(sent: Sent, name: string): string {
  return sent.find(([one]) => one === name)?.[1] ?? ''
}

/** As it was sent; undefined where nothing was. */
export function givenOf(sent: Sent, name: string): string | undefined {
  return sent.find(([one]) => one === name)?.[1]
}

export function wasSent(sent: Sent, name: string, value: string): boolean {
  return sent.some(([one, given]) => one === name && given === value)
}
