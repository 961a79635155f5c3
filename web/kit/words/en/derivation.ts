export const derivation = {
  open: 'Why this date?',
  clause: (clause: string) => `Legal basis: ${clause}`,
  at: (time: string, day: string) => `${time}, ${day}`,
  received: (moment: string) => `${moment}: the dossier is received.`,
  moved: (reason: string) => `${reason}, so the time counts from the next opening.`,
  reasons: {
    'before-opening': 'Received before opening',
    break: 'Received during the midday break',
    'after-cut-off': 'Received after the hour up to which a day’s dossiers are taken',
    'after-closing': 'Received after closing',
    'rest-day': 'Received on a weekly day of rest',
    holiday: 'Received on a public holiday',
  },
  cutOff: (time: string) => ` (${time})`,
  started: (limit: string, moment: string) => `Time limit ${limit}, counted from ${moment}.`,
  limits: {
    'working-hour': (amount: string) => `${amount} working hours`,
    'working-day': (amount: string) => `${amount} working days`,
    'calendar-day': (amount: string) => `${amount} days`,
  },
  calendar: (calendar: string, source: string) => `By the calendar ${calendar} (${source}).`,
  unconfirmed: ' This calendar is not confirmed yet.',
  rest: (day: string) => `${day}: weekly day of rest, not counted.`,
  holiday: (day: string, name: string, source: string) => `${day}: ${name}, not counted (${source}).`,
  makeUp: (day: string, name: string, source: string) =>
    `${day}: ${name}, a make-up day, counted (${source}).`,
  changedHours: (day: string, name: string, source: string) => `${day}: ${name}, other hours (${source}).`,
  worked: (day: string, spans: string, counted: string, total: string) =>
    `${day}: ${spans}, ${counted} counted; ${total} so far.`,
  counted: (day: string, total: string) => `${day}: counted as day ${total}.`,
  paused: (moment: string, reason: string) => `${moment}: the clock stops, ${reason}.`,
  suspendedAfterDue: (moment: string, reason: string) =>
    `${moment}: asked for after the due date, which stays as it is (${reason}).`,
  reasonsOfPause: { supplement: 'while the applicant is asked for more' },
  resumed: (moment: string) => `${moment}: the clock goes on.`,
  restarted: (moment: string) => `${moment}: what was asked for has come; the time limit starts anew.`,
  waiting: (moment: string) =>
    `${moment}: awaiting the applicant’s answer; there is no due date until it comes.`,
  extended: (moment: string, until: string, basis: string) =>
    `${moment}: extended until ${until} (${basis}).`,
  due: (moment: string) => `Result due: ${moment}.`,
  noLimit: 'The law sets no time limit for this procedure.',
  unknownLimit: (reason: string) =>
    `There is a time limit, but not in a form that can be counted (${reason}). None is guessed.`,
  late: (ended: string, worked: string) => `${ended}: decided, late${worked}.`,
  stillOpen: (worked: string) => `Not decided until now, late${worked}.`,
  lateBy: (hours: string) => ` by ${hours} of working time`,
  inTime: (ended: string) => `${ended}: decided, on time.`,
  secondRequest: (moment: string) =>
    `Counts as late from ${moment}: a supplement was asked for a second time (Decision 766/QĐ-TTg, group 2).`,
  earlierDue: (moment: string) => `It was late from ${moment}, before the time limit started anew.`,
  heldBy: (step: string, who: string, since: string) =>
    `When the time ran out it was at the step “${step}” of ${who}, since ${since}.`,
  stated: 'This date was stated by the system that sent the dossier; we did not compute it.',
  other: (kind: string) => `Another event: ${kind}.`,
  hours: (hours: number, minutes: number) =>
    hours === 0 ? `${minutes} min` : minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`,
}
