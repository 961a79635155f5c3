import { expect, test } from 'vitest'
import { readPlatformEndpoint } from './payment-platform.ts'
import { readSurveyDays } from './surveys.ts'

const whole = {
  PAYMENT_PLATFORM_URL: 'https://payment.example.vn',
  PAYMENT_PLATFORM_INIT_PATH: '/init',
  PAYMENT_PLATFORM_QUERY_PATH: '/query',
  PAYMENT_PLATFORM_STATEMENT_PATH: '/statement',
  PAYMENT_PLATFORM_PARTNER: 'H53',
  PAYMENT_PLATFORM_SECRET: ' shared ',
  PAYMENT_PLATFORM_ACCOUNT: '1',
  PAYMENT_PLATFORM_BANK: 'NH',
  PAYMENT_PLATFORM_ACCOUNT_NAME: 'Kho bạc',
}

test('the payment platform has all of its settings or none', () => {
  expect(readPlatformEndpoint({})).toBeUndefined()
  expect(readPlatformEndpoint(whole)).toMatchObject({
    baseUrl: 'https://payment.example.vn',
    partner: { code: 'H53', secret: 'shared' },
    beneficiary: { account: '1', bank: 'NH', name: 'Kho bạc' },
  })
  for (const change of [{ PAYMENT_PLATFORM_SECRET: '' }, { PAYMENT_PLATFORM_URL: 'payment' }]) {
    expect(() => readPlatformEndpoint({ ...whole, ...change })).toThrow(
      'payment-platform.settings-incomplete',
    )
  }
})

test('a vote may be changed for fifteen days unless the province says otherwise', () => {
  expect(readSurveyDays({})).toBe(15)
  expect(readSurveyDays({ SURVEY_DAYS: '30' })).toBe(30)
  for (const days of ['0', '366', '1.5', 'x']) {
    expect(() => readSurveyDays({ SURVEY_DAYS: days })).toThrow('surveys.days-unfit')
  }
})
