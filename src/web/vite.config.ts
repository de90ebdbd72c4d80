import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { fillTexts } from './page/fill-texts.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Writes the English texts into the pages, so that they can be read without JavaScript and are kept once. */
function staticTexts(): Plugin {
  return { name: 'static-texts', transformIndexHtml: { order: 'pre', handler: fillTexts } }
}

/** Lets nothing be painted before language and theme are known: a reader of Chinese sees no flash of English. */
function paintOnce(): Plugin {
  return {
    name: 'paint-once',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replaceAll('<script type="module"', '<script type="module" blocking="render"'),
    },
  }
}

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [staticTexts(), paintOnce()],
  build: {
    outDir: here('../../build/web'),
    emptyOutDir: true,
    target: 'es2023',
    // Nothing is inlined as data: URLs, so that `default-src 'self'` is enough for what the pages load.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Monaco is one large module graph that the playground alone loads.
    chunkSizeWarningLimit: 4096,
    rolldownOptions: {
      input: { start: here('index.html'), playground: here('playground.html') },
      // "use client" in a component library is meant for servers that render; here everything is a client.
      onLog: (level, log, report) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log)
      },
    },
  },
  worker: { format: 'es' },
})
