export const receiptForm = {
  title: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
  link: 'Xem, in giấy tiếp nhận và hẹn trả',
  back: 'Về hồ sơ',
  notYet: 'Hồ sơ chưa được tiếp nhận nên chưa có giấy tiếp nhận và hẹn trả.',
  signIn: 'Giấy này chỉ người nộp hồ sơ xem được. Ông/bà hãy đăng nhập bằng tài khoản đã nộp.',
}
