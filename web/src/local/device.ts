/** What belongs to this browser and to no account: who was here last, how the page looks, AI keys. It is never sent anywhere. */
import Dexie, { type EntityTable } from 'dexie';
import type { Account } from '../api/types';

export type Provider = 'openai' | 'anthropic' | 'gemini';

export interface DeviceSettings {
  /** Whose local copy the page opens with: an account, `guest`, or nobody yet. */
  who: Account | 'guest' | null;
  theme: 'system' | 'light' | 'dark';
  telemetry: boolean;
  /** How conflict copies call this device. */
  deviceName: string;
  aiKeys: Partial<Record<Provider, string>>;
}

const DEFAULTS: DeviceSettings = { who: null, theme: 'system', telemetry: false, deviceName: '', aiKeys: {} };

class DeviceDatabase extends Dexie {
  settings!: EntityTable<{ key: string; value: unknown }, 'key'>;

  constructor() {
    super('holdfast-device');
    this.version(1).stores({ settings: 'key' });
  }
}

export const device = new DeviceDatabase();

export async function deviceSettings(): Promise<DeviceSettings> {
  const rows = await device.settings.toArray();
  return { ...DEFAULTS, ...Object.fromEntries(rows.map((row) => [row.key, row.value])) };
}

export async function setDevice<K extends keyof DeviceSettings>(key: K, value: DeviceSettings[K]): Promise<void> {
  await device.settings.put({ key, value });
}
