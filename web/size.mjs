// Adds up what the first page costs, compressed, and fails above the limit. Called by 'npm run build'; alone: npm run size.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 300;
const out = process.env.HOLDFAST_WEB_OUT ?? 'dist';
const chunks = JSON.parse(readFileSync(join(out, '.size.json'), 'utf8'));
const kb = (name) => gzipSync(readFileSync(join(out, name))).length / 1000;

/** A chunk with all that it imports at once. */
function withImports(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of chunks[key].imports ?? []) withImports(next, found);
  return found;
}

function sum(keys) {
  const names = new Set([...keys].flatMap((key) => [chunks[key].file, ...(chunks[key].css ?? [])]));
  return [...names].reduce((total, name) => total + kb(name), 0);
}

const entry = Object.keys(chunks).find((key) => chunks[key].isEntry);
const first = withImports(entry);
const base = kb('index.html') + sum(first);
console.log(`first load          ${base.toFixed(0)} kB`);
let worst = 0;
// What the pages bring that can be the first one to be seen.
for (const page of ['account/pages.tsx', 'documents/Workspaces.tsx', 'documents/Workspace.tsx', 'documents/DocumentPage.tsx', 'settings/Settings.tsx'].map((name) => `src/${name}`)) {
  if (chunks[page] === undefined) throw new Error(`${page} is no chunk of its own any more: say in size.mjs what it is.`);
  const whole = kb('index.html') + sum(withImports(page, new Set(first)));
  worst = Math.max(worst, whole);
  console.log(`with ${page.padEnd(28)} ${whole.toFixed(0)} kB`);
}
if (Math.max(base, worst) > LIMIT_KB) {
  console.error(`The first load has ${Math.max(base, worst).toFixed(0)} kB compressed; ${LIMIT_KB} are the most.`);
  process.exit(1);
}
