/** Bytes on their way to the store and back (docs/formats/blobs.md). */
import { post, Problem, problemOf, send } from './http';
import type { Attachment, Upload } from './types';

export interface NewUpload { fileName: string; contentType: string; sizeBytes: number; documentId: string }

export const presign = (wanted: NewUpload, signal: AbortSignal): Promise<Upload> => post('/api/uploads/presign', { ...wanted, scope: 'attachment' }, { signal });

/** Ends an upload: the server checks the bytes and keeps them. The same again gives the same. */
export const complete = (id: string, signal: AbortSignal): Promise<Attachment> => post(`/api/uploads/${id}/complete`, undefined, { signal });

/** Sends bytes to the address that was signed; `progress` hears how many are there. `fetch` can't tell that. */
export function sendBytes(upload: Upload, blob: Blob, progress: (sent: number) => void, signal: AbortSignal): Promise<void> {
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
