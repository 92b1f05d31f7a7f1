import { useLiveQuery } from 'dexie-react-hooks';
import { Radio, RadioGroup } from 'react-aria-components';
import { chooseTheme, type Theme } from '../app/theme';
import { deviceSettings } from '../local/device';
import { Icon } from '../ui';
import { Section } from './remote';

const THEMES: { id: Theme; label: string }[] = [{ id: 'system', label: 'As the system' }, { id: 'light', label: 'Light' }, { id: 'dark', label: 'Dark' }];

export function Appearance() {
  const theme = useLiveQuery(async () => (await deviceSettings()).theme, []) ?? 'system';
  return (
    <Section title="Colours" about="Kept in this browser; your other devices have a choice of their own.">
      <RadioGroup aria-label="Colours" className="themes" value={theme} onChange={(value) => { void chooseTheme(value as Theme); }}>
        {THEMES.map(({ id, label }) => <Radio key={id} value={id} className="theme-choice">{({ isSelected }) => <><span>{label}</span>{isSelected && <Icon name="check" />}</>}</Radio>)}
      </RadioGroup>
    </Section>
  );
}
