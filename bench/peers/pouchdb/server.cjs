// express-pouchdb over LevelDB, as its README starts it.
const express = require('express');
const PouchDB = require('pouchdb').defaults({ prefix: `${process.env.PEER_DATA}/` });

const app = express();
app.use('/', require('express-pouchdb')(PouchDB, { mode: 'minimumForPouchDB', logPath: `${process.env.PEER_DATA}/log.txt`, configPath: `${process.env.PEER_DATA}/config.json` }));
new PouchDB('documents').info().then(() => app.listen(Number(process.env.PORT), '127.0.0.1'));
