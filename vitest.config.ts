import { defineConfig } from 'vitest/config'

const exclude = ['node_modules/**', 'build/**', 'data/**']
const journeys = 'tests/journeys/**/*.test.ts'

export default defineConfig({
  test: {
    globalSetup: ['tests/server.ts'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'tests', include: ['**/*.test.ts'], exclude: [...exclude, journeys] } },
      // After all others: a browser that shares its two cores with them measures their haste, not the product's.
      {
        extends: true,
        test: { name: 'journeys', include: [journeys], exclude, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
