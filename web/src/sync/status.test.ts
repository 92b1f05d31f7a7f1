import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { LocalDatabase } from '../local/database';
import { NO_STATUS, readStatus } from './status';

test('a database that was never synced says so', async () => {
  expect(await readStatus(new LocalDatabase('somebody'))).toEqual(NO_STATUS);
});
