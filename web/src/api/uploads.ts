/** Bytes on their way to the store and back (docs/formats/blobs.md). */
import { post, Problem, problemOf, send } from './http';
import type { Attachment, Upload } from './types';

export interface NewUpload { fileName: string; contentType: string; sizeBytes: number; documentId: string }

export const presign = (wanted: NewUpload, signal: AbortSignal): Promise<Upload> => post('/api/uploads/presign', { ...wanted, scope: 'attachment' }, { signal });

/** Ends an upload: the server checks the bytes and keeps them. The same again gives the same. */
export const complete = (id: string, signal: AbortSignal): Promise<Attachment> => post(`/api/uploads/${id}/complete`, undefined, { signal });

/** From this size on a file goes in parts (docs/formats/blobs.md): a cut connection costs one of them, not the whole. */
export const IN_PARTS_FROM = 8 * 1024 * 1024;

interface Standing { partBytes: number; items: { number: number; sizeBytes: number; url: string }[] }

/** Sends the parts that the store doesn't have yet, until it has all. Called again after whatever went wrong, it goes on where it was. */
export async function sendParts(id: string, blob: Blob, progress: (sent: number) => void, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { partBytes, items } = await post<Standing>(`/api/uploads/${id}/parts`, undefined, { signal });
    if (items.length === 0) return;
    for (const { number, sizeBytes, url } of items) {
      const from = (number - 1) * partBytes;
      await sendBytes({ method: 'PUT', url, headers: {} }, blob.slice(from, from + sizeBytes), (sent) => { progress(from + sent); }, signal);
    }
  }
}

/** Sends bytes to the address that was signed; `progress` hears how many are there. `fetch` can't tell that. */
export function sendBytes(upload: Pick<Upload, 'method' | 'url' | 'headers'>, blob: Blob, progress: (sent: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => { request.abort(); };
    const done = (problem: Problem | null): void => {
      signal.removeEventListener('abort', abort);
      if (problem === null) resolve();
      else reject(problem);
    };
    request.open(upload.method, upload.url);
    for (const [name, value] of Object.entries(upload.headers)) {
      // These the browser sets by itself.
      if (!/^(content-length|host)$/i.test(name)) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded }) => { progress(loaded); };
    request.onload = () => {
      const well = request.status >= 200 && request.status < 300;
      done(well ? null : new Problem(request.status, 'STORE', `The store refused the file (${request.status}).`));
    };
    request.onerror = () => { done(new Problem(0, 'OFFLINE', 'The file’s store can’t be reached. It is tried again.')); };
    request.onabort = () => { done(new Problem(0, 'OFFLINE', 'Sending the file was interrupted. It is tried again.')); };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    request.send(blob);
  });
}

/** The bytes of an attachment that is on the server. */
export async function download(id: string, signal?: AbortSignal): Promise<Blob> {
  const response = await send('GET', `/api/attachments/${id}`, { headers: { Accept: '*/*' }, ...(signal === undefined ? {} : { signal }) });
  if (!response.ok) throw await problemOf(response);
  return response.blob();
}
