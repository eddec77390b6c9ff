import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import staticAdapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import { withoutInlineScript } from './scripts/inline.ts';
import { catalogue } from './scripts/messages.ts';

const out = '../paperplane/web_dist';
const server = process.env.PAPERPLANE_DEV_SERVER ?? 'http://127.0.0.1:8000';

// What a build kept on a device can be read by the next one as long as the API's answers look the same.
const shape = createHash('sha256').update(readFileSync(new URL('src/lib/api/schema.ts', import.meta.url))).digest('hex').slice(0, 12);

export default defineConfig({
  define: { __API_SHAPE__: JSON.stringify(shape) },
  plugins: [
    tailwindcss(),
    paraglideVitePlugin(catalogue),
    sveltekit({
      adapter: withoutInlineScript(staticAdapter({ pages: out, fallback: 'index.html' }), out),
      // The same source gives the same files: what a version is, its hashes say.
      version: { name: 'paperplane', pollInterval: 0 }
    })
  ],
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server, ws: true, changeOrigin: false },
      '/media': { target: server }
    }
  },
  build: { assetsInlineLimit: 0 },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // A hundred icons and sentences as files of their own would be a hundred requests: what several screens
            // share comes in one piece, what one screen needs stays with it.
            codeSplitting: {
              groups: [{ name: 'shared', test: /(lucide|paraglide|src[\\/]lib[\\/](ui|app|api))/, minShareCount: 4 }]
            }
          }
        }
      }
    }
  },
  // Tests run the client's Svelte, not the server's.
  ...(process.env.VITEST ? { resolve: { conditions: ['browser'] } } : {}),
  test: { include: ['src/**/*.test.ts'] }
});
