import { administration } from './en/administration.ts'
import { catalogue } from './en/catalogue.ts'
import { home, mine, procedures, tracking, wizard } from './en/citizen.ts'
import { derivation } from './en/derivation.ts'
import { dossier } from './en/dossier.ts'
import { form } from './en/form.ts'
import { format, timeLeft } from './en/format.ts'
import { errorPage, frame, signIn } from './en/frame.ts'
import { intake } from './en/intake.ts'
import { ioc } from './en/ioc.ts'
import { moneyOpen } from './en/money-open.ts'
import { counter, money } from './en/money.ts'
import { problems } from './en/problems.ts'
import { readings } from './en/readings.ts'
import { receiptForm } from './en/receipt-form.ts'
import { registers } from './en/registers.ts'
import { vote } from './en/vote.ts'
import { desk, keys, outbox, workbench } from './en/workbench.ts'

/** The screens in English: every key that Vietnamese has. */
export const en = {
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
