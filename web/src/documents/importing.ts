/** What importing a folder would do, before it is done. Pure but for reading the files. */
import type { ContentType } from '../api/types';
import { cleanFolder, freeTitle, joined, kindOf } from './paths';
import { TITLE_MAX } from './WorkspaceService';

/** A file of the folder: where it lies in it, and its bytes. */
export interface Given { path: string; file: File }

export interface PlannedDocument { title: string; content: string; kind: ContentType; /** The document that has this title already, with another text. */ existing: string | null }

export interface ImportPlan {
  documents: PlannedDocument[];
  /** Files that aren't text: kept with the document that names them, or the first one of their folder. */
  files: Given[];
  /** Documents that are here already, word for word. */
  same: number;
  ignored: string[];
  refused: { path: string; why: string }[];
}

/** Folders and files that belong to tools, not to the text. */
const TOOLS = /(^|\/)(\.git|\.obsidian|\.svn|\.hg|\.trash|\.vscode|\.idea|node_modules|__MACOSX)(\/|$)|(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\.gitignore|\.gitattributes|\.gitkeep)$/i;
const TEXTS = /\.(md|markdown|mdx|txt|json|csv|tsv|yml|yaml|toml|org|rst|tex|html?|css|js|ts|xml|log|bib)$/i;
const BYTES_MAX = 10_000_000;

export const isIgnored = (path: string): boolean => TOOLS.test(path);

/** The text of a file, or null where it isn't text (not UTF-8, or with a NUL): such a file is an attachment. */
export function textOf(bytes: ArrayBuffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}

/**
 * @param existing what the workspace has: id and text by title
 * @param folder into which folder of the workspace, '' for the top
 */
export async function plan(given: readonly Given[], folder: string, existing: (title: string) => Promise<{ id: string; content: string } | null>, progress: (done: number) => void = () => undefined): Promise<ImportPlan> {
  const result: ImportPlan = { documents: [], files: [], same: 0, ignored: [], refused: [] };
  const ignored = new Set<string>();
  let done = 0;
  for (const one of given) {
    progress(done++);
    const tool = TOOLS.exec(one.path);
    if (tool !== null) { ignored.add(`${one.path.slice(0, tool.index)}${tool[0]}`.replace(/^\/|\/$/g, '')); continue; }
    const title = joined(folder, cleanFolder(one.path));
    if (title.length > TITLE_MAX) { result.refused.push({ path: one.path, why: `its path has more than ${TITLE_MAX} characters` }); continue; }
    if (!TEXTS.test(one.path)) { result.files.push(one); continue; }
    const content = textOf(await one.file.arrayBuffer());
    if (content === null) { result.files.push(one); continue; }
    if (one.file.size > BYTES_MAX) { result.refused.push({ path: one.path, why: 'a document holds at most 10 MB' }); continue; }
    const here = await existing(title);
    if (here?.content === content) result.same++;
    else result.documents.push({ title, content, kind: kindOf(title), existing: here?.id ?? null });
  }
  result.ignored = [...ignored].sort();
  return result;
}

/** A title beside the one that is taken, for 'keep both'. */
export const besides = (title: string, taken: ReadonlySet<string>): string => freeTitle(title, taken);

/** The folder above all files, which people choose but don't mean as a part of each title. */
export function withoutTop(given: readonly Given[]): Given[] {
  const tops = new Set(given.map((one) => one.path.split('/')[0]));
  return tops.size === 1 && given.every((one) => one.path.includes('/')) ? given.map((one) => ({ ...one, path: one.path.slice(one.path.indexOf('/') + 1) })) : [...given];
}

/** What was dropped, folders walked to their ends. */
export async function droppedFiles(data: DataTransfer): Promise<Given[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...data.files].map((file) => ({ path: file.name, file }));
  const found: Given[] = [];
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    const path = entry.fullPath.replace(/^\//, '');
    if (isFile(entry)) found.push({ path, file: await new Promise<File>((resolve, reject) => { entry.file(resolve, reject); }) });
    else if (isFolder(entry) && !isIgnored(path)) for (const child of await childrenOf(entry)) await walk(child);
    else if (isFolder(entry)) found.push({ path: `${path}/`, file: new File([], entry.name) });
  };
  for (const entry of entries) await walk(entry);
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (some.length === 0) return all;
    all.push(...some);
  }
}
