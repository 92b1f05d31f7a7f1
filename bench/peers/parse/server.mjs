// Parse Server over PostgreSQL, as its README starts it.
import express from 'express';
import { ParseServer } from 'parse-server';

const address = `http://127.0.0.1:${process.env.PORT}/parse`;
const parse = new ParseServer({
  databaseURI: process.env.PG_URL,
  appId: 'bench',
  masterKey: 'bench-master',
  serverURL: address,
  publicServerURL: address,
  allowClientClassCreation: true,
  silent: true,
});
await parse.start();
const app = express();
app.use('/parse', parse.app);
app.listen(Number(process.env.PORT), '127.0.0.1');
