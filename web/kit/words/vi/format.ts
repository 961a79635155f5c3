export const format = {
  weekdays: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
  at: (time: string, weekday: string, day: string) => `${time} ${weekday} ${day}`,
  before: (moment: string) => `trước ${moment}`,
  month: (month: string, year: string) => `tháng ${month}/${year}`,
  asOf: (time: string) => `tính đến ${time}`,
  free: 'không thu',
  points: 'điểm %',
}

export const timeLeft = {
  overdueDays: (days: number) => `quá hạn ${days} ngày`,
  overdueHours: (hours: number) => `quá hạn ${hours} giờ`,
  overdueNow: 'vừa quá hạn',
  hours: (hours: number) => `còn ${hours} giờ`,
  minutes: 'còn dưới 1 giờ',
  days: (days: number) => `còn ${days} ngày`,
  suspended: 'đồng hồ dừng, chờ bổ sung',
  noLimit: 'không có thời hạn',
  unknown: 'chưa rõ thời hạn',
  notStarted: 'chưa tính hạn',
  done: 'đã xong',
}
