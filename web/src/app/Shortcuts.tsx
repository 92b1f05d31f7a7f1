/** All shortcuts that work now, by where they belong. */
import { Dialog } from '../ui';
import { keysText, useAllCommands } from './commands';

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const commands = useAllCommands().filter(({ keys }) => keys !== undefined);
  const groups = [...new Set(commands.map(({ group }) => group))];
  return (
    <Dialog title="Keyboard shortcuts" isOpen onClose={onClose}>
      {groups.map((group) => (
        <section key={group} className="shortcut-group">
          <h3>{group}</h3>
          <dl>{commands.filter((command) => command.group === group).map(({ id, title, keys }) => <div key={id} className="spread"><dt>{title}</dt><dd><kbd>{keysText(keys ?? '')}</kbd></dd></div>)}</dl>
        </section>))}
    </Dialog>
  );
}
