// What a first visit loads before any screen of its own: the start, the layouts, and all they import statically.
// A route's own code comes on top. Fails above the limits.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const SHELL_LIMIT = 90_000;
const ROUTE_LIMIT = 40_000;
const web = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = join(web, '../paperplane/web_dist');
const manifest = JSON.parse(readFileSync(join(web, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8'));

const keyOf = (name) => Object.keys(manifest).find((key) => manifest[key].name === name);
const live = Object.keys(manifest).find((key) => key.endsWith('src/subscribers.ts'));

function reach(keys, seen = new Set()) {
  for (const key of keys) {
    if (seen.has(key)) continue;
    seen.add(key);
    reach(manifest[key].imports ?? [], seen);
  }
  return seen;
}
const size = (key) => gzipSync(readFileSync(join(built, manifest[key].file)), { level: 9 }).length;
const total = (keys) => [...keys].reduce((sum, key) => sum + size(key), 0);
const without = (keys, known) => new Set([...keys].filter((key) => !known.has(key)));
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const line = (bytes, files, what) => console.log(`${kb(bytes).padStart(8)} in ${String(files).padStart(2)} files  ${what}`);

// Node 0 is the root layout, 1 the error page, 2 the layout with the places.
const shell = reach(['entry/start', 'entry/app', 'nodes/0', 'nodes/1', 'nodes/2'].map(keyOf));
const bytes = total(shell);
line(bytes, shell.size, `the shell (limit ${kb(SHELL_LIMIT)})`);
const after = without(reach(live ? [live] : []), shell);
line(total(after), after.size, 'the live line, after the first screen');
const known = new Set([...shell, ...after]);

const entry = readFileSync(join(built, manifest[keyOf('entry/app')].file), 'utf8');
let failed = bytes > SHELL_LIMIT;
const routes = [...entry.matchAll(/"(\/[^"]*)":\[~?(\d+)(?:,\[([\d,]*)\])?/g)];
for (const [, route, leaf, layouts = ''] of routes) {
  const ids = [leaf, ...layouts.split(',').filter(Boolean)];
  const own = without(reach(ids.map((id) => keyOf(`nodes/${id}`))), known);
  const more = total(own);
  failed ||= more > ROUTE_LIMIT;
  line(more, own.size, route);
}
if (failed) {
  console.error(`Too large: the shell may have ${kb(SHELL_LIMIT)}, a route ${kb(ROUTE_LIMIT)} on top.`);
  process.exit(1);
}
