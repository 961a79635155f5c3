import { expect, test } from 'vitest'
import { officerStandIn, readOfficerSignInSettings } from './index.ts'

test('a real province has no stand-in for its officers', async () => {
  const people = { citizens: [], officers: [] }
  const publicUrl = new URL('https://dichvucong.example.vn')
  await expect(officerStandIn({ mode: 'real', publicUrl, people })).rejects.toMatchObject({
    code: 'auth.stand-in-in-real-province',
  })
})

test('the officers’ issuer comes from the environment', () => {
  const environment = {
    OFFICER_ISSUER: 'https://taikhoan.example.gov.vn',
    OFFICER_CLIENT_ID: 'thong-suot',
    OFFICER_CLIENT_SECRET: 's',
  }
  expect(readOfficerSignInSettings(environment)?.url.host).toBe('taikhoan.example.gov.vn')
  expect(readOfficerSignInSettings({})).toBeUndefined()
})
