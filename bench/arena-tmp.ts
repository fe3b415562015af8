import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { writeModel } from '../src/pipeline/autodiff/onnx/model.ts';
import { cotangentOf, vjp } from '../src/pipeline/autodiff/vjp.ts';
import { sdVaeDecoder } from './lib/networks.ts';
const [side, arena, pattern, mode] = process.argv.slice(2);
const rss = () => Math.round(process.resourceUsage().maxRSS / 1024);
const model = sdVaeDecoder(Number(side));
console.log('model', rss());
const bytes = mode === 'forward' ? writeModel(model) : writeModel(await vjp(model, { wrt: ['latent_sample'], of: ['sample'] }));
console.log('built', rss(), bytes.length / 2 ** 20);
const session = await InferenceSession.create(bytes, { logSeverityLevel: 4, enableCpuMemArena: arena === '1', enableMemPattern: pattern === '1' });
console.log('session', rss());
const feeds = Object.fromEntries(session.inputMetadata.map(m => { const dims = (m as any).shape as number[]; return [m.name, new OrtTensor('float32', new Float32Array(dims.reduce((a, b) => a * b)).fill(0.1), dims)]; }));
const out = mode === 'forward' ? ['sample'] : ['sample', cotangentOf('latent_sample')];
for (let i = 0; i < 2; i++) { const t = performance.now(); const c = process.cpuUsage(); await session.run(feeds, out); const d = process.cpuUsage(c); console.log('run', i, Math.round(performance.now() - t), 'cpu', Math.round((d.user + d.system) / 1000), 'peak', rss(), 'now', Math.round(process.memoryUsage().rss / 2 ** 20)); }
