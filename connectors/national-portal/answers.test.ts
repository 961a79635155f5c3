import { expect, test } from 'vitest'
import { readAnswer, refusalOf } from './answers.ts'

test.each([
  ['0', 'Đồng bộ thành công', 'done'],
  [0, 'THÀNH CÔNG', 'done'],
  ['00', 'Thành công', 'done'],
  ['0', 'Đồng bộ thành công'.normalize('NFD'), 'done'],
  ['0', 'Lỗi dữ liệu', 'refused'],
  ['0', '', 'refused'],
  ['1', 'Cập nhật thành công một phần', 'refused'],
  ['3', 'Hồ sơ đã tồn tại', 'exists'],
  ['0', 'Hồ sơ đã tồn tại', 'exists'],
  ['-3', 'Không tìm thấy hồ sơ', 'missing'],
  ['-1', 'Phiên làm việc đã hết hạn', 'session-ended'],
  ['-1', 'Phiên làm việc không tồn tại', 'session-ended'],
  ['1', 'Phiên bản dữ liệu không được hỗ trợ', 'refused'],
])('code %s with the words %s is %s', (error_code, message, verdict) => {
  expect(readAnswer({ error_code, message })?.verdict).toBe(verdict)
})

test.each([[undefined], [null], ['OK'], [{}], [{ message: 'thành công' }]])('%s is no answer', (body) => {
  expect(readAnswer(body)).toBeUndefined()
})

test("a refusal's words keep what went wrong and lose whose number it was", () => {
  const answer = readAnswer({ error_code: 1, message: 'Số giấy tờ 080190000001 không đúng' })
  expect(answer && refusalOf(answer)).toEqual({
    path: '',
    code: 'national-portal.refused',
    meta: { errorCode: '1', words: 'Số giấy tờ … không đúng' },
  })
})
