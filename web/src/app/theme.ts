/** Light, dark, or as the system says; kept in this browser. */
import { deviceSettings, type DeviceSettings, setDevice } from '../local/device';

export type Theme = DeviceSettings['theme'];

export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export async function chooseTheme(theme: Theme): Promise<void> {
  showTheme(theme);
  await setDevice('theme', theme);
}

/** The other one than what is seen now. */
export async function toggleTheme(): Promise<void> {
  const { theme } = await deviceSettings();
  const dark = theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  await chooseTheme(dark ? 'light' : 'dark');
}
