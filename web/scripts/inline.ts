import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '@sveltejs/kit';

/**
 * Moves the inline script that starts the app into a hashed file beside the other assets, so that the server can
 * send a Content-Security-Policy that allows no inline script at all. What is then final is compressed.
 */
export function withoutInlineScript(adapter: Adapter, out: string): Adapter {
  return {
    ...adapter,
    async adapt(builder) {
      await adapter.adapt(builder);
      const page = join(out, 'index.html');
      const html = readFileSync(page, 'utf8');
      const moved = html.replace(/<script>([\s\S]*?)<\/script>/g, (_, code: string) => {
        const name = `_app/immutable/start.${createHash('sha256').update(code).digest('hex').slice(0, 8)}.js`;
        writeFileSync(join(out, name), code);
        return `<script src="/${name}"></script>`;
      });
      writeFileSync(page, moved);
      await builder.compress(out);
    }
  };
}
