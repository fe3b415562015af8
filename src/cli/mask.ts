import { Command } from 'commander';
import { encodeGreyPng, encodeRendering } from '../pipeline/image/encode.ts';
import { renderHeat } from '../pipeline/image/heat.ts';
import { loadPicture } from '../pipeline/image/load.ts';
import { overlay } from '../pipeline/image/render.ts';
import { findMask } from '../pipeline/mask.ts';
import { notUnderstood } from '../pipeline/models/understand.ts';
import { OPTIONS } from '../pipeline/option-table.ts';
import type { MaskRequest } from '../pipeline/options.ts';
import { findReport } from '../pipeline/report/report.ts';
import { version } from '../version.ts';
import { sayIgnored } from './ignored.ts';
import { withWhatIsSeen } from './not-found.ts';
import { maskOptions, packOptions } from './options.ts';
import { checkWritable, writeOutputs } from './output.ts';
import { makeProgress } from './progress.ts';
import { cancelOnInterrupt, openPack, type PackFlags, readInput } from './session.ts';

type MaskFlags = PackFlags & MaskRequest & { readonly out: string; readonly json?: boolean };

export function maskCommand(): Command {
  const command = new Command('mask')
    .description('Find an object by its name: the mask alone, nothing painted')
    .argument('<image>', 'PNG, JPEG, WebP, GIF or AVIF')
    .requiredOption('--from <words>', OPTIONS.from.help)
    .option('--out <folder>', 'folder of the results', 'inlay-out')
    .option('--json', 'print the report to standard output and nothing else');
  for (const option of [...maskOptions(), ...packOptions]) command.addOption(option);
  return command.action(run);
}

async function run(image: string, flags: MaskFlags): Promise<void> {
  const signal = cancelOnInterrupt();
  const { out, json, pack: _, provider: __, threads: ___, memory: ____, ...request } = flags;
  await checkWritable(out);
  const bytes = await readInput(image);
  await loadPicture(bytes);
  const { pack } = await openPack(flags);
  const ignored = notUnderstood(pack.manifest, request);
  sayIgnored(ignored, pack.manifest.name);
  const progress = makeProgress({ quiet: json === true, title: request.from });
  const result = await findMask(pack, bytes, request, { signal, onEvent: progress.show })
    .finally(progress.stop)
    .catch(async error => {
      throw await withWhatIsSeen(error, { pack, bytes, from: request.from });
    });
  const { source, mask, localisation, found, options } = result;
  const files = {
    'mask.png': await encodeGreyPng(mask),
    'overlay.png': await encodeRendering(overlay(source, mask)),
    'heat.png': await encodeRendering(renderHeat(source, localisation.heat)),
  };
  const report = {
    ...findReport(pack, result, version),
    ...(ignored.length === 0 ? {} : { ignored }),
    outputs: [...Object.keys(files), 'report.json'],
  };
  const text = `${JSON.stringify(report, null, 2)}\n`;
  const paths = await writeOutputs(out, { ...files, 'report.json': text });
  const instances = found.instances.map(({ score, box }) => {
    const { left, top, width, height } = box;
    return `${options.from} at ${left},${top}, ${width} × ${height} px, ${Math.round(score * 100)}% confidence`;
  });
  process.stdout.write(json === true ? text : `${[...instances, ...paths].join('\n')}\n`);
}
