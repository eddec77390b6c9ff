// Brings a file by tus-js-client, as the web client does, and says how far it is: node tus_client.mjs package.json url token file chunk
import { createRequire } from 'node:module';
import { createReadStream, statSync } from 'node:fs';

const [, , from, endpoint, token, file, chunk] = process.argv;
const { Upload } = createRequire(from)('tus-js-client');
const upload = new Upload(createReadStream(file), {
  endpoint,
  uploadSize: statSync(file).size,
  chunkSize: Number(chunk),
  retryDelays: [50, 200, 500, 1000, 2000, 3000, 3000, 3000, 3000, 3000],
  headers: { authorization: `Bearer ${token}` },
  metadata: { filename: 'from a browser.bin', filetype: 'application/octet-stream' },
  onChunkComplete: (_, accepted) => console.log('at', accepted),
  onSuccess() {
    console.log('done', upload.url);
  },
  onError(error) {
    console.log('failed', String(error));
    process.exit(1);
  },
});
upload.start();
