/** Passkeys in the browser: its own JSON conversions where it has them, ours where it doesn't. */

export const canPasskey = (): boolean => typeof window !== 'undefined' && 'PublicKeyCredential' in window && (navigator as { credentials?: unknown }).credentials !== undefined;

/** Whether passkeys can be offered while somebody types into the field for the e-mail address. */
export async function canAutofill(): Promise<boolean> {
  return canPasskey() && typeof PublicKeyCredential.isConditionalMediationAvailable === 'function' && PublicKeyCredential.isConditionalMediationAvailable();
}

export function decode(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function encode(bytes: ArrayBuffer): string {
  let binary = '';
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const descriptor = ({ id, type, transports }: PublicKeyCredentialDescriptorJSON): PublicKeyCredentialDescriptor =>
  ({ id: decode(id), type: type as PublicKeyCredentialType, ...(transports === undefined ? {} : { transports: transports as AuthenticatorTransport[] }) });

/** `PublicKeyCredential.parseCreationOptionsFromJSON` for browsers without it (WebAuthn Level 3, 5.1.8). */
export function creationOptions(json: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  const { challenge, user, excludeCredentials = [], extensions: _extensions, ...rest } = json;
  return {
    ...(rest as Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'>),
    challenge: decode(challenge), user: { ...user, id: decode(user.id) }, excludeCredentials: excludeCredentials.map(descriptor), extensions: { credProps: true },
  };
}

/** `PublicKeyCredential.parseRequestOptionsFromJSON` likewise. */
export function requestOptions(json: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  const { challenge, allowCredentials = [], extensions: _extensions, ...rest } = json;
  return { ...(rest as Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'>), challenge: decode(challenge), allowCredentials: allowCredentials.map(descriptor) };
}

/** The two kinds of answer, as the browser gives them. */
interface Credential { id: string; rawId: ArrayBuffer; type: string; authenticatorAttachment?: string | null; response: AuthenticatorResponse; getClientExtensionResults(): object }

/** `PublicKeyCredential.toJSON` likewise. */
export function credentialJson(credential: Credential): object {
  const { response } = credential;
  const said = 'attestationObject' in response ? attestation(response as AuthenticatorAttestationResponse) : assertion(response as AuthenticatorAssertionResponse);
  return {
    id: credential.id, rawId: encode(credential.rawId), type: credential.type, clientExtensionResults: credential.getClientExtensionResults(),
    ...(credential.authenticatorAttachment == null ? {} : { authenticatorAttachment: credential.authenticatorAttachment }),
    response: { clientDataJSON: encode(response.clientDataJSON), ...said },
  };
}

function attestation(response: AuthenticatorAttestationResponse): object {
  return { attestationObject: encode(response.attestationObject), ...(typeof response.getTransports === 'function' ? { transports: response.getTransports() } : {}) };
}

function assertion(response: AuthenticatorAssertionResponse): object {
  return {
    authenticatorData: encode(response.authenticatorData), signature: encode(response.signature),
    ...(response.userHandle === null ? {} : { userHandle: encode(response.userHandle) }),
  };
}

/** The person closed the browser's own dialog, or it took too long: nothing to complain about. */
export class GivenUp extends Error {}

function explained(cause: unknown): Error {
  if (!(cause instanceof DOMException)) return cause instanceof Error ? cause : new Error(String(cause));
  if (cause.name === 'NotAllowedError' || cause.name === 'AbortError') return new GivenUp('No passkey was used: the browser’s question was closed, or it took too long.');
  if (cause.name === 'InvalidStateError') return new Error('This device already holds a passkey for this account.');
  if (cause.name === 'SecurityError') return new Error('Passkeys don’t work at this address. Open the page under the name that the server was set up with.');
  return new Error(`The browser could not use a passkey: ${cause.message}`);
}

/** The browsers' own conversions where they have them; the types don't say that they may be missing. */
type Conversions = Partial<Pick<typeof PublicKeyCredential, 'parseCreationOptionsFromJSON' | 'parseRequestOptionsFromJSON'>>;

function json(credential: globalThis.Credential | null): object {
  if (credential === null) throw new GivenUp('No passkey was used.');
  const { toJSON } = credential as { toJSON?: () => object };
  return typeof toJSON === 'function' ? toJSON.call(credential) : credentialJson(credential as unknown as Credential);
}

export async function createPasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<object> {
  const { parseCreationOptionsFromJSON: own } = PublicKeyCredential as Conversions;
  try {
    return json(await navigator.credentials.create({ publicKey: own === undefined ? creationOptions(options) : own.call(PublicKeyCredential, options) }));
  } catch (cause) {
    throw explained(cause);
  }
}

export async function askPasskey(options: PublicKeyCredentialRequestOptionsJSON, autofill?: AbortSignal): Promise<object> {
  const { parseRequestOptionsFromJSON: own } = PublicKeyCredential as Conversions;
  const publicKey = own === undefined ? requestOptions(options) : own.call(PublicKeyCredential, options);
  try {
    return json(await navigator.credentials.get(autofill === undefined ? { publicKey } : { publicKey, mediation: 'conditional', signal: autofill }));
  } catch (cause) {
    throw explained(cause);
  }
}
