/** Server-sent events of an answer to POST, which `EventSource` can't read (HTML, 9.2.6). */

export interface ServerEvent { event: string; data: string }

const LINE_END = /\r\n|\n|\r/;

/** Takes text as it comes and gives each event once it is whole. */
export class EventParser {
  private rest = '';
  private event = '';
  private data: string[] = [];

  push(text: string): ServerEvent[] {
    const found: ServerEvent[] = [];
    this.rest += text;
    // A CR at the very end may be half of a CRLF: it waits for what follows.
    const held = this.rest.endsWith('\r') ? 1 : 0;
    const lines = this.rest.slice(0, this.rest.length - held).split(LINE_END);
    this.rest = (lines.pop() ?? '') + (held === 1 ? '\r' : '');
    for (const line of lines) {
      const whole = this.line(line);
      if (whole !== null) found.push(whole);
    }
    return found;
  }

  private line(line: string): ServerEvent | null {
    if (line === '') {
      const whole = this.data.length === 0 ? null : { event: this.event === '' ? 'message' : this.event, data: this.data.join('\n') };
      this.event = '';
      this.data = [];
      return whole;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'event') this.event = value;
    else if (field === 'data') this.data.push(value);
    return null;
  }
}

/** The events of a response's body, until it ends or the caller stops listening. */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const parser = new EventParser();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      yield* parser.push(done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }));
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
