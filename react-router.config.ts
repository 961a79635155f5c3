import type { Config } from '@react-router/dev/config'

export default {
  appDirectory: 'web',
  buildDirectory: process.env['SCREENS_BUILD'] ?? 'build/screens',
  routeDiscovery: { mode: 'initial' },
  ssr: true,
} satisfies Config
