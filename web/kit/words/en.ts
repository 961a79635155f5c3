import { vi } from './vi.ts'

export const en = vi
