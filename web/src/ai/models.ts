/** Providers that a browser can ask with a person's own key, and the models that are offered; any other name may be typed. */
import type { Provider } from '../local/device';

export interface ProviderInfo { id: Provider; label: string; where: string; models: string[] }

export const PROVIDERS: ProviderInfo[] = [
  { id: 'anthropic', label: 'Anthropic', where: 'api.anthropic.com', models: ['claude-haiku-4-5', 'claude-sonnet-4-5', 'claude-opus-4-5'] },
  { id: 'openai', label: 'OpenAI', where: 'api.openai.com', models: ['gpt-4.1-mini', 'gpt-4.1', 'gpt-4.1-nano'] },
  { id: 'gemini', label: 'Google Gemini', where: 'generativelanguage.googleapis.com', models: ['gemini-2.5-flash', 'gemini-2.5-pro', 'gemini-2.5-flash-lite'] },
];

export const providerLabel = (id: string): string => PROVIDERS.find((provider) => provider.id === id)?.label ?? id;
