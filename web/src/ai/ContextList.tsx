import { useLiveQuery } from 'dexie-react-hooks';
import { bytes } from '../app/format';
import { usePerson } from '../app/person';
import { ActionMenu, Icon, IconButton } from '../ui';
import { CONTEXT_BYTES_MAX, CONTEXT_DOCUMENTS_MAX, type ContextDocument } from './asking';

const OFFERED_MAX = 30;

/** Which documents a question sees, and how much that is. */
export function ContextList({ ids, documents, spaceId, onChange }: { ids: string[]; documents: ContextDocument[]; spaceId: string; onChange: (ids: string[]) => void }) {
  const { db } = usePerson();
  const key = ids.join(' ');
  const others = useLiveQuery(async () => {
    const rows = await db.documents.where('[spaceId+updatedAt]').between([spaceId, ''], [spaceId, '\uffff']).reverse().limit(OFFERED_MAX + CONTEXT_DOCUMENTS_MAX).toArray();
    return rows.filter(({ id }) => !key.split(' ').includes(id)).slice(0, OFFERED_MAX);
  }, [db, spaceId, key]) ?? [];
  const sum = documents.reduce((total, document) => total + document.bytes, 0);
  return (
    <div className="ask-context">
      <div className="spread">
        <span className="label">Documents</span>
        <span className={`small ${sum > CONTEXT_BYTES_MAX ? 'ask-trouble' : 'quiet'}`}>{bytes(sum)} of {bytes(CONTEXT_BYTES_MAX)}</span>
      </div>
      <ul>
        {documents.map(({ id, title, current }) => (
          <li key={id}><Icon name="document" /><span className="ask-title">{title}</span>{!current && <span className="small quiet">not synced yet</span>}
            <IconButton label={`Take “${title}” away`} icon="close" onPress={() => { onChange(ids.filter((other) => other !== id)); }} /></li>))}
      </ul>
      {others.length > 0 && ids.length < CONTEXT_DOCUMENTS_MAX && (
        <ActionMenu label="Add a document" className="ask-add" entries={others.map(({ id, title }) => ({ id, label: title, icon: 'document' as const, run: () => { onChange([...ids, id]); } }))}>
          <Icon name="add" /><span>Add a document</span>
        </ActionMenu>)}
    </div>
  );
}
