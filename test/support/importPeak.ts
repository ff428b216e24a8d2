import { importWeights } from '@/workers/ml/weights/importWeights';

// A process of its own for one import: prints its memory before and at most, in bytes.
const [file = ''] = process.argv.slice(2);
const before = process.memoryUsage().rss;
const { bytes, report } = await importWeights({ path: file, backbone: 'resnet50_i3d', classes: 157 });
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ before, peak, written: bytes.length, read: report.bytes }));
