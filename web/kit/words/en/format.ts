export const format = {
  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  at: (time: string, weekday: string, day: string) => `${time}, ${weekday} ${day}`,
  before: (moment: string) => `before ${moment}`,
  month: (month: string, year: string) => `${month}/${year}`,
  asOf: (time: string) => `as of ${time}`,
  free: 'free of charge',
  points: 'points',
}

export const timeLeft = {
  overdueDays: (days: number) => `${days} days overdue`,
  overdueHours: (hours: number) => `${hours} hours overdue`,
  overdueNow: 'just overdue',
  hours: (hours: number) => `${hours} hours left`,
  minutes: 'less than an hour left',
  days: (days: number) => `${days} days left`,
  suspended: 'clock stopped, awaiting the applicant',
  noLimit: 'no time limit',
  unknown: 'time limit not known',
  notStarted: 'clock not started',
  done: 'done',
}
