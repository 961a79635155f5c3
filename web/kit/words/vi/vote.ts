export const vote = {
  title: 'Đánh giá việc giải quyết hồ sơ',
  lead: (agency: string) => `Ông/bà thấy việc giải quyết hồ sơ này của ${agency} thế nào?`,
  liked: 'Mức độ hài lòng',
  choices: { liked: 'Hài lòng', neutral: 'Bình thường', disliked: 'Không hài lòng' },
  reasonsLabel: 'Điều gì chưa tốt?',
  reasons: {
    slow: 'Giải quyết chậm',
    attitude: 'Thái độ phục vụ',
    unclear: 'Hướng dẫn không rõ',
    papers: 'Đòi thêm giấy tờ ngoài quy định',
    trips: 'Phải đi lại nhiều lần',
    fees: 'Thu tiền ngoài quy định',
    result: 'Kết quả có sai sót',
    site: 'Trang web khó dùng',
  },
  comment: 'Ý kiến của ông/bà',
  commentHint:
    'Người đứng đầu cơ quan và lãnh đạo tỉnh đọc được; mỗi lần đọc đều được ghi lại. Xin không ghi thông tin của người khác.',
  send: 'Gửi đánh giá',
  change: 'Gửi đánh giá mới',
  kept: 'Đã ghi nhận đánh giá của ông/bà',
  keptUntil: (day: string) => `Ông/bà đổi được đến hết ngày ${day}, bằng chính liên kết này.`,
  votedTitle: 'Hồ sơ này đã được đánh giá',
  voted: (at: string, day: string) =>
    `Đánh giá gửi lúc ${at} đang được tính. Mỗi hồ sơ có một đánh giá; gửi lại ở đây là thay đánh giá ấy, được đến hết ngày ${day}.`,
  closedTitle: 'Đã hết thời gian đánh giá',
  closed: (day: string) => `Hồ sơ này nhận đánh giá đến hết ngày ${day}.`,
  given: 'Đánh giá đã gửi',
  none: 'Không có đánh giá nào được gửi.',
  /** On the dossier's own page. */
  askTitle: 'Ông/bà thấy việc giải quyết thế nào?',
  ask: 'Đánh giá chỉ mất một phút và không bắt buộc.',
  go: 'Đánh giá hồ sơ này',
  /** For whoever has only the code: it opens no vote, for codes can be guessed. */
  forOwner:
    'Người nộp đánh giá được bằng mã QR trên phiếu đi cùng kết quả (mẫu 06), hoặc ở trang này sau khi đăng nhập.',
  again: 'Xem hoặc đổi đánh giá đã gửi',
}
