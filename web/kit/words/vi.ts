import { administration } from './vi/administration.ts'
import { catalogue } from './vi/catalogue.ts'
import { home, mine, procedures, tracking, wizard } from './vi/citizen.ts'
import { derivation } from './vi/derivation.ts'
import { dossier } from './vi/dossier.ts'
import { form } from './vi/form.ts'
import { format, timeLeft } from './vi/format.ts'
import { errorPage, frame, signIn } from './vi/frame.ts'
import { intake } from './vi/intake.ts'
import { ioc } from './vi/ioc.ts'
import { moneyOpen } from './vi/money-open.ts'
import { counter, money } from './vi/money.ts'
import { problems } from './vi/problems.ts'
import { readings } from './vi/readings.ts'
import { receiptForm } from './vi/receipt-form.ts'
import { registers } from './vi/registers.ts'
import { vote } from './vi/vote.ts'
import { desk, keys, outbox, workbench } from './vi/workbench.ts'

/** The screens in Vietnamese, as a good officer speaks to a neighbour. */
export const vi = {
  administration,
  catalogue,
  counter,
  derivation,
  desk,
  dossier,
  errorPage,
  form,
  format,
  frame,
  home,
  intake,
  ioc,
  keys,
  mine,
  money,
  moneyOpen,
  outbox,
  problems,
  procedures,
  readings,
  receiptForm,
  registers,
  signIn,
  timeLeft,
  tracking,
  vote,
  wizard,
  workbench,
}
