export const form = {
  onlyIf: (question: string, answer: string) => `Chỉ điền nếu "${question}" là: ${answer}.`,
  choose: 'Chọn một mục',
  addRow: 'Thêm một dòng',
  row: (number: number) => `Dòng ${number}`,
  notAnswered: 'không khai',
  hints: {
    date: 'ngày/tháng/năm, ví dụ 05/11/2026',
    'national-id': '12 số trên thẻ căn cước',
    'tax-code': '10 số, chi nhánh thêm 3 số',
    'phone-vn': 'Ví dụ 0912345678',
    email: 'Ví dụ ten@example.vn',
  },
}
