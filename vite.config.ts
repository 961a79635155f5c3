import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

export default defineConfig(({ command }) => ({
  plugins: [reactRouter()],
  publicDir: false,
  build: { assetsInlineLimit: 0 },
  environments: {
    // Few files: each costs a phone its headers. A language's words stay apart, since a page needs one of them.
    client: {
      build: {
        rollupOptions: {
          output: {
            entryFileNames: 'assets/[name]-[hash].js',
            codeSplitting: {
              groups: [
                { name: 'framework', test: /node_modules/ },
                { name: 'kit', test: /web\/kit\/(?!words\/(?:vi|en))/ },
              ],
            },
          },
        },
      },
    },
    // One self-contained file: it starts fast and carries React's production build whatever NODE_ENV says.
    ssr: {
      build: { rollupOptions: { input: './web/server.ts' } },
      ...(command === 'build' ? { resolve: { noExternal: true } } : {}),
    },
  },
}))
