export const form = {
  onlyIf: (question: string, answer: string) => `Chỉ điền nếu "${question}" là: ${answer}.`,
  choose: 'Chọn một mục',
  addRow: 'Thêm một dòng',
  row: (number: number) => `Dòng ${number}`,
  notAnswered: 'không khai',
  formats: {
    date: 'phải là một ngày có thật, viết ngày/tháng/năm, ví dụ 05/11/2026',
    'national-id': 'phải đủ 12 số như trên thẻ căn cước',
    'tax-code': 'phải là mã số thuế đúng, 10 số, chi nhánh thêm 3 số',
    'phone-vn': 'phải là số điện thoại ở Việt Nam, ví dụ 0912345678',
    email: 'phải là địa chỉ thư điện tử, ví dụ ten@example.vn',
  },
  hints: {
    date: 'ngày/tháng/năm, ví dụ 05/11/2026',
    'national-id': '12 số trên thẻ căn cước',
    'tax-code': '10 số, chi nhánh thêm 3 số',
    'phone-vn': 'Ví dụ 0912345678',
    email: 'Ví dụ ten@example.vn',
  },
}
