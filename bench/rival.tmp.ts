import { writeFileSync } from 'node:fs';
import { clipMargins, onGrey } from '../src/pipeline/clip-margin.ts';
import { pyramidOf, coarseView } from '../src/pipeline/image/pyramid.ts';
import { resize } from '../src/pipeline/image/resample.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';
import { asPrompt, knownWord } from '../src/pipeline/models/vocabulary.ts';
import { dot, topMean } from '../src/pipeline/numeric.ts';
import { slice, concat } from '../src/pipeline/tensor.ts';
import { grow } from '../src/pipeline/calibrate/distance.ts';
import { planeOf } from '../src/pipeline/image/plane.ts';
import { trialsOf } from './lib/trials.ts';
const [seed, count, out] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
const size = 64; const words = pack.manifest.vocabulary!.finds;
const rows: unknown[] = [];
for await (const t of trialsOf(pack, seed, count)) {
  if (!t.best) { rows.push({ present: t.present, words: t.words }); continue; }
  const pyr = pyramidOf(t.picture); const { window, mask } = t.best;
  const view = coarseView(pyr, window, size, size);
  const cut = onGrey(view, resize(planeOf(grow(mask, mask.width / size), 1), size, size));
  const e = (await pack.encodeImage(concat([cut, view]))); 
  const known = knownWord(t.words, words);
  const others = words.filter(w => w !== known);
  const texts = await pack.encodeTexts(others.map(w => asPrompt(pack.manifest, w)));
  const rank = others.map((w, i) => ({ w, c: dot(slice(e,0).data, texts[i].textEmbeds.data) })).sort((a,b)=>b.c-a.c).slice(0,4);
  const own = (await pack.encodeText(asPrompt(pack.manifest, t.words))).textEmbeds.data;
  const inside = resize(planeOf(mask,1), 64, 64).data; // logits size?
  const mine = await pack.segment(view, asPrompt(pack.manifest, t.words));
  const m = resize(planeOf(mask,1), mine.dims[3], mine.dims[2]).data;
  const within = (d: Float32Array) => { let s=0,n=0; for (let i=0;i<d.length;i++){ s+=d[i]*m[i]; n+=m[i]; } return s/Math.max(1e-6,n); };
  const rivals = [] as any[];
  for (const r of rank) { const l = await pack.segment(view, asPrompt(pack.manifest, r.w)); rivals.push({ w: r.w, c: r.c, top: topMean(l.data, 40), within: within(l.data) }); }
  rows.push({ present: t.present, words: t.words, ...t.best.opinions, own: dot(slice(e,0).data, own), mineTop: topMean(mine.data, 40), mineWithin: within(mine.data), area: mask.data.reduce((a,v)=>a+(v>0?1:0),0)/mask.data.length, rivals, iou: t.iouSecondLook, side: window.width, pw: t.picture.width, ph: t.picture.height });
}
writeFileSync(out, JSON.stringify(rows));
