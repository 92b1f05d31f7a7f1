import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import description from '../../../server/src/test/resources/goldens/openapi.json?raw';
import types from './schema.d.ts?raw';

test('the types are made from the API’s description as it is now: otherwise run "npm run types"', () => {
  expect(types.split('\n', 1)[0]).toContain(bytesToHex(sha256(utf8ToBytes(description))));
});
