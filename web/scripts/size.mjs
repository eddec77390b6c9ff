// What a first visit loads before any screen of its own: the scripts the page names and all they import statically,
// and the layouts. Fails above the limit. A route's own code comes on top and is listed beside it.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const SHELL_LIMIT = 90_000;
const ROUTE_LIMIT = 40_000;
const out = join(dirname(fileURLToPath(import.meta.url)), '../../paperplane/web_dist');
const app = join(out, '_app/immutable');

const size = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const imports = (file) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g)].map(([, to]) => join(dirname(file), to));

function reach(files, seen = new Set()) {
  for (const file of files) {
    if (seen.has(file)) continue;
    seen.add(file);
    reach(imports(file), seen);
  }
  return seen;
}
const total = (files) => [...files].reduce((sum, file) => sum + size(file), 0);
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

const page = readFileSync(join(out, 'index.html'), 'utf8');
const named = [...page.matchAll(/(?:src|href)="\/(_app\/[^"]+\.js)"/g)].map(([, path]) => join(out, path));
const entry = readFileSync(join(app, 'entry', readdirSync(join(app, 'entry')).find((name) => name.startsWith('app.'))), 'utf8');
const node = (id) => join(app, 'nodes', readdirSync(join(app, 'nodes')).find((name) => name.startsWith(`${id}.`)));

// Node 0 is the root layout, 1 the error page, 2 the layout with the places.
const shell = reach([...named, node(0), node(1), node(2)]);
const bytes = total(shell);
console.log(`shell   ${kb(bytes)} compressed in ${shell.size} files (limit ${kb(SHELL_LIMIT)})`);

let failed = bytes > SHELL_LIMIT;
const routes = [...entry.matchAll(/"(\/[^"]*)":\[~?(\d+)(?:,\[([\d,]*)\])?/g)];
for (const [, route, leaf, layouts = ''] of routes) {
  const ids = [leaf, ...layouts.split(',').filter(Boolean)];
  const own = new Set([...reach(ids.map(node))].filter((file) => !shell.has(file)));
  const more = total(own);
  failed ||= more > ROUTE_LIMIT;
  console.log(`${kb(more).padStart(8)} in ${String(own.size).padStart(2)} files  ${route}`);
}
if (failed) {
  console.error(`Too large: the shell may have ${kb(SHELL_LIMIT)}, a route ${kb(ROUTE_LIMIT)} on top.`);
  process.exit(1);
}
