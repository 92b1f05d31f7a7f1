import { expect, test } from 'vitest';
import { Problem } from '../api/http';
import { ownPath } from './address';
import { creationOptions, credentialJson, decode, encode, requestOptions } from './passkeys';
import { refusal } from './problems';

test('bytes survive base64url', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const text = encode(bytes.buffer);
  expect(text).not.toMatch(/[+/=]/);
  expect([...decode(text)]).toEqual([...bytes]);
  expect(encode(new ArrayBuffer(0))).toBe('');
});

test('options of a ceremony become bytes where the browser wants them', () => {
  const made = creationOptions({
    challenge: 'AAEC', rp: { id: 'localhost', name: 'Holdfast' }, user: { id: '_-8', name: 'a', displayName: 'A' }, pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    excludeCredentials: [{ id: 'AQ', type: 'public-key', transports: ['internal'] }], timeout: 60_000, attestation: 'none',
  });
  expect([...new Uint8Array(made.challenge as Uint8Array<ArrayBuffer>)]).toEqual([0, 1, 2]);
  expect([...(made.user.id as Uint8Array)]).toEqual([255, 239]);
  expect(made.rp.id).toBe('localhost');
  expect([...(made.excludeCredentials?.[0]?.id as Uint8Array)]).toEqual([1]);
  expect(made.excludeCredentials?.[0]?.transports).toEqual(['internal']);
  const asked = requestOptions({ challenge: 'AAEC', rpId: 'localhost', allowCredentials: [{ id: 'Ag', type: 'public-key' }], userVerification: 'required' });
  expect([...(asked.allowCredentials?.[0]?.id as Uint8Array)]).toEqual([2]);
  expect(asked.userVerification).toBe('required');
});

test('both kinds of answer become JSON', () => {
  const bytes = (...values: number[]): ArrayBuffer => Uint8Array.from(values).buffer;
  const shared = { id: 'AQ', rawId: bytes(1), type: 'public-key', authenticatorAttachment: null, getClientExtensionResults: () => ({}) };
  const made = { ...shared, response: { clientDataJSON: bytes(2), attestationObject: bytes(3), getTransports: () => ['usb'] } as unknown as AuthenticatorResponse };
  expect(credentialJson(made)).toEqual({ id: 'AQ', rawId: 'AQ', type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON: 'Ag', attestationObject: 'Aw', transports: ['usb'] } });
  const signed = { ...shared, response: { clientDataJSON: bytes(2), authenticatorData: bytes(4), signature: bytes(5), userHandle: null } as unknown as AuthenticatorResponse };
  expect(credentialJson(signed)).toEqual({ id: 'AQ', rawId: 'AQ', type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON: 'Ag', authenticatorData: 'BA', signature: 'BQ' } });
});

test('after signing in nobody is led off this page', () => {
  expect(ownPath('/w/1?x=2')).toBe('/w/1?x=2');
  for (const wanted of ['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)', '', null, undefined, '/sign-in?then=/', '/welcome']) expect(ownPath(wanted)).toBe('/');
});

test('what the server refuses stands at its field, and else above the form', () => {
  const labels = { password: 'Password' };
  expect(refusal(new Problem(422, 'INVALID', 'Invalid.', [{ field: 'password', message: 'must have 10 to 128 characters' }]), labels)).toEqual({ text: null, fields: { password: 'Password must have 10 to 128 characters.' } });
  expect(refusal(new Problem(422, 'INVALID', 'Invalid.', [{ field: 'other', message: 'is wrong' }]), labels)).toEqual({ text: 'Invalid.', fields: {} });
  expect(refusal(new Problem(401, 'CREDENTIALS_WRONG', 'Wrong.'), labels)).toEqual({ text: 'Wrong.', fields: {} });
});
