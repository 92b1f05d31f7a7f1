import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { etagOf, fingerprint, Sum } from './checksum';

const DOCUMENT = ['document', '01890a5d-ac96-774b-bcce-b302099a8057', 7, '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'] as const;
const MEMBER = ['member', '01890a5d-ac96-774b-bcce-b302099a8059', 8, null] as const;

test('fingerprints and checksums are those of docs/formats/change-feed.md', () => {
  expect(bytesToHex(fingerprint(...DOCUMENT))).toBe('0b49441ff7a9b9cc530f424a2c7693cbf04dc7e5e2b29d1fa3046463036a236b');
  expect(bytesToHex(fingerprint(...MEMBER))).toBe('6e32e1d0e45dc7d3265df02c40ef44f4d283c5d918123dff175ef523efc6191a');
  const both = new Sum();
  both.add(...DOCUMENT);
  both.add(...MEMBER);
  expect(both.hex).toBe('657ba5cf13f47e1f7552b2666c99d73f22ce023cfaa0a0e0b45a9140ecac3a71');
  expect(new Sum().hex).toBe('0'.repeat(64));
});

test('an etag is the hash of the text as UTF-8', () => {
  expect(etagOf('hello')).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
});
