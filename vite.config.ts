import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [reactRouter()],
  publicDir: false,
  build: { assetsInlineLimit: 0 },
  environments: {
    // One self-contained file: it starts fast and carries React's production build whatever NODE_ENV says.
    ssr: {
      build: { rollupOptions: { input: './web/server.ts' } },
      resolve: { noExternal: true },
    },
  },
})
