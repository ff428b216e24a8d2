import { openRecordStore } from '@/workers/ml/saliency/store/openRecordStore';
import { recordKey, recordPayload } from './recordOf';

// A process that keeps records: `putRecords.ts ROOT LIMIT_BYTES FIRST COUNT PAYLOAD_BYTES`. Says what the store said, one line each.
const [root = '', limit, first, count, bytes] = process.argv.slice(2);
const store = openRecordStore({
  root,
  folder: 'base',
  limitBytes: Number(limit),
  onStop: (reason) => console.log(`stopped: ${reason}`),
});
for (let k = Number(first); k < Number(first) + Number(count); k++) {
  store.put(recordKey(k), recordPayload(k, Number(bytes)));
  if (k === Number(first)) console.log('began');
}
store.close();
console.log('done');
