/** Calendars: when offices work, as dated data with its sources, and by which calendar each agency works. */
export type { CalendarContent } from './contract.ts'
export type { LoadedCalendars, NewAssignment } from './service/calendars.ts'
export {
  assignCalendar,
  calendarFor,
  getCalendar,
  loadCalendars,
  readCalendar,
  readCalendars,
} from './service/calendars.ts'
export { enterException, readYear } from './service/administering.ts'
