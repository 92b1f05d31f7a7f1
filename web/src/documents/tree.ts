/** The tree that titles make: folders from their paths, nothing stored. Pure, so that ten thousand documents can be measured. */
import { folded, nameOf, shownName } from './paths';

export interface Leaf { id: string; title: string }

export interface FolderNode<T extends Leaf> { kind: 'folder'; path: string; name: string; children: Node<T>[]; documents: number }
export interface DocumentNode<T extends Leaf> { kind: 'document'; path: string; name: string; document: T }
export type Node<T extends Leaf> = FolderNode<T> | DocumentNode<T>;

/** A line of the tree as it is drawn. */
export interface TreeRow<T extends Leaf> { node: Node<T>; level: number; open: boolean; position: number; siblings: number; parent: number }

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Folders first, then documents, each by name as people count (`2` before `10`). */
export function treeOf<T extends Leaf>(documents: readonly T[], emptyFolders: readonly string[] = []): FolderNode<T> {
  const root: FolderNode<T> = { kind: 'folder', path: '', name: '', children: [], documents: 0 };
  const folders = new Map<string, FolderNode<T>>([['', root]]);
  const folderAt = (path: string): FolderNode<T> => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf('/');
    const parent = folderAt(path.slice(0, Math.max(0, slash)));
    const node: FolderNode<T> = { kind: 'folder', path, name: path.slice(slash + 1), children: [], documents: 0 };
    folders.set(path, node);
    parent.children.push(node);
    return node;
  };
  for (const path of emptyFolders) folderAt(path);
  for (const document of documents) {
    const slash = document.title.lastIndexOf('/');
    const parent = folderAt(document.title.slice(0, Math.max(0, slash)));
    parent.children.push({ kind: 'document', path: document.title, name: shownName(document.title) || nameOf(document.title), document });
  }
  for (const folder of folders.values()) {
    folder.children.sort((a, b) => (a.kind === b.kind ? collator.compare(a.name, b.name) : a.kind === 'folder' ? -1 : 1));
  }
  count(root);
  return root;
}

function count<T extends Leaf>(folder: FolderNode<T>): number {
  folder.documents = folder.children.reduce((sum, child) => sum + (child.kind === 'folder' ? count(child) : 1), 0);
  return folder.documents;
}

/** The lines that are shown while the folders in `open` (or all, where it is null) are open. */
export function rowsOf<T extends Leaf>(root: FolderNode<T>, open: ReadonlySet<string> | null): TreeRow<T>[] {
  const rows: TreeRow<T>[] = [];
  const walk = (folder: FolderNode<T>, level: number, parent: number): void => {
    folder.children.forEach((node, index) => {
      const isOpen = node.kind === 'folder' && (open === null || open.has(node.path));
      const at = rows.push({ node, level, open: isOpen, position: index + 1, siblings: folder.children.length, parent }) - 1;
      if (node.kind === 'folder' && isOpen) walk(node, level + 1, at);
    });
  };
  walk(root, 1, -1);
  return rows;
}

/** The documents whose title holds all words of a text, in any order. */
export function matching<T extends Leaf>(documents: readonly T[], text: string, foldedTitle: (document: T) => string = (document) => folded(document.title)): T[] {
  const words = folded(text).split(/\s+/).filter((word) => word !== '');
  return words.length === 0 ? [...documents] : documents.filter((document) => { const title = foldedTitle(document); return words.every((word) => title.includes(word)); });
}

/** All folders' paths, outermost first. */
export function folderPaths(documents: readonly Leaf[], more: readonly string[] = []): string[] {
  const found = new Set<string>();
  for (const path of [...documents.map((document) => document.title.slice(0, Math.max(0, document.title.lastIndexOf('/')))), ...more]) {
    for (let part = path; part !== '' && !found.has(part); part = part.slice(0, Math.max(0, part.lastIndexOf('/')))) found.add(part);
  }
  return [...found].sort(collator.compare);
}

/** The folders above a path. */
export function above(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
