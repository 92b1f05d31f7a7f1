/** One browser's copy with its engine's parts, for tests: rounds are made by hand, and connections cut at will. */
import { Problem } from '../../api/http';
import { WorkspaceService } from '../../documents/WorkspaceService';
import { LocalDatabase } from '../../local/database';
import { uuid } from '../../local/ids';
import { diverging } from '../checksum';
import { LiveSync } from '../live';
import { docOf, stateOf, textOf, write } from '../liveText';
import { Puller } from '../pull';
import { Pusher } from '../push';
import { tables } from '../reconcile';
import type { FeedModel } from './FeedModel';

const NEVER = new AbortController().signal;

export class Copy {
  online = true;
  readonly service: WorkspaceService;
  readonly reports: string[] = [];
  /** Says of each push whether its answer is lost on the way back. */
  answerLost: () => boolean = () => false;
  readonly live: LiveSync;
  private readonly puller: Puller;
  private readonly pusher: Pusher;

  constructor(private readonly server: FeedModel, readonly db: LocalDatabase = new LocalDatabase(uuid())) {
    this.service = new WorkspaceService(db, () => this.online);
    this.puller = new Puller(this.db, () => undefined, (problem) => this.reports.push(problem), server.read);
    this.pusher = new Pusher(this.db, (problem) => this.reports.push(problem), {
      createSpace: server.createSpace, snapshot: server.snapshot, readDocument: server.readDocument,
      push: async (mutations) => {
        const answer = await server.push(mutations);
        if (this.answerLost()) throw new Problem(0, 'OFFLINE', 'The answer got lost.');
        return answer;
      },
    });
    this.live = new LiveSync(this.db, server);
  }

  pull(): Promise<void> { return this.puller.pull(NEVER); }

  push(): Promise<boolean> { return this.pusher.push(NEVER); }

  /** A whole round, as the engine makes it. */
  async round(): Promise<void> {
    await this.pull();
    await this.push();
    for (let i = 0; i < 5 && (await this.live.catchUp()); i++) await this.push();
    await this.pull();
  }

  async text(id: string): Promise<string | undefined> { return (await this.db.texts.get(id))?.content; }

  /** Types as an editor does: into the live state where there is one. */
  edit(id: string, change: (text: string) => string): Promise<void> {
    return this.db.transaction('rw', tables(this.db), async () => {
      const live = await this.db.live.get(id);
      if (live === undefined) { await this.service.write(id, change((await this.text(id)) ?? '')); return; }
      const doc = docOf(live.state);
      write(doc, change(textOf(doc)));
      await this.service.write(id, textOf(doc), stateOf(doc));
    });
  }

  /** The spaces whose checksum isn't the server's. */
  async wrong(): Promise<string[]> {
    const page = await this.server.read((await this.db.note<string>('cursor')) ?? null);
    return page.changes.length > 0 ? ['unread'] : diverging(this.db, page.spaces ?? [], () => Promise.resolve());
  }
}
