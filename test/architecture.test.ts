import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Source {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

const sourcesIn = (folder: string): Source[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => join(folder, file))
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** What a file imports, exports from elsewhere, or imports on the way. */
const importsOf = ({ text }: Source): string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, specifier]) => specifier);

/** The same without what only the type checker reads. */
const loadedBy = ({ path, text }: Source): string[] =>
  importsOf({ path, text: text.replaceAll(/\b(?:import|export) type [^;]*;/g, '') });

const local = ({ path }: Source, specifier: string) =>
  relative(root, resolve(root, dirname(path), specifier));

const src = sourcesIn('src');
const RUNTIME = 'src/pipeline/onnx/runtime.ts';

test('The files that the rules below are about are found.', () => {
  const paths = src.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['src/index.ts', 'src/cli/index.ts', 'src/pipeline/edit.ts']));
  const edit = src.find(({ path }) => path === 'src/pipeline/edit.ts')!;
  expect(importsOf(edit)).toContain('./image/load.ts');
});

test('The pipeline imports nothing from above it, only errors, how folders are made, Node and packages.', () => {
  const shared = ['src/errors.ts', 'src/make-folder.ts', 'src/mutex.ts'];
  const upward = src
    .filter(({ path }) => path.startsWith('src/pipeline/'))
    .flatMap(source =>
      importsOf(source)
        .filter(specifier => specifier.startsWith('.'))
        .map(specifier => local(source, specifier))
        .filter(target => !target.startsWith('src/pipeline/') && !shared.includes(target))
        .map(target => `${source.path} imports ${target}`),
    );
  expect(upward).toEqual([]);
});

/**
 * The folders of the pipeline, and the files that stand beside them: each imports only from those below it.
 */
const PIPELINE = [
  'edit',
  'mask',
  'report',
  'layers',
  'composite',
  'sampling',
  'progress',
  'guidance',
  'region',
  'localise',
  'options',
  'option-table',
  'methods',
  'models',
  'schedulers',
  'autodiff',
  'onnx',
  'masks',
  'image',
  'math',
];

test('Each folder of the pipeline imports only from those below it.', () => {
  const folderOf = (path: string) => path.split('/')[2].replace(/\.ts$/, '');
  const pipeline = src.filter(({ path }) => path.startsWith('src/pipeline/'));
  expect(PIPELINE).toEqual(expect.arrayContaining([...new Set(pipeline.map(({ path }) => folderOf(path)))]));
  const upward = pipeline.flatMap(source =>
    importsOf(source)
      .filter(specifier => specifier.startsWith('.'))
      .map(specifier => local(source, specifier))
      .filter(target => target.startsWith('src/pipeline/'))
      .filter(target => PIPELINE.indexOf(folderOf(target)) < PIPELINE.indexOf(folderOf(source.path)))
      .map(target => `${source.path} imports ${target}`),
  );
  expect(upward).toEqual([]);
});

test('Only the configuration reads the environment; one switch of ONNX Runtime is set where that is loaded.', () => {
  const readers = src.filter(({ text }) => /process\.env|\benv\b[^'\n]*from 'node:process'/.test(text));
  expect(readers.map(({ path }) => path)).toEqual(['src/config.ts', RUNTIME]);
});

test.each(['src', 'bench', 'synthetic-scenes', 'scripts', 'test'])(
  'No file in %s is longer than 300 lines.',
  folder => {
    const long = sourcesIn(folder).filter(({ text }) => text.trimEnd().split('\n').length > 300);
    expect(long.map(({ path }) => path)).toEqual([]);
  },
);

describe('import cycles', () => {
  /** The first cycle that following the imports leads into, as a path of files. */
  function cycleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): string[] | undefined => {
      if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
      if (done.has(path)) return undefined;
      for (const next of graph.get(path) ?? []) {
        const cycle = visit(next, [...trail, path]);
        if (cycle !== undefined) return cycle;
      }
      done.add(path);
      return undefined;
    };
    for (const path of graph.keys()) {
      const cycle = visit(path, []);
      if (cycle !== undefined) return cycle;
    }
    return undefined;
  }

  test('A cycle would be seen.', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(cycleIn(graph)).toEqual(['b', 'c', 'b']);
    expect(
      cycleIn(
        new Map([
          ['a', ['b', 'c']],
          ['b', ['c']],
        ]),
      ),
    ).toBeUndefined();
  });

  test('There is none in src, types apart.', () => {
    const graph = new Map(
      src.map(source => [
        source.path,
        loadedBy(source)
          .filter(specifier => specifier.startsWith('.'))
          .map(specifier => local(source, specifier)),
      ]),
    );
    expect(cycleIn(graph)).toBeUndefined();
  });
});

test('ONNX Runtime’s code is loaded in one place, which switches its reports off first; so do both images.', () => {
  const loading = src.filter(
    source => loadedBy(source).includes('onnxruntime-node') || /\brequire\('onnx/.test(source.text),
  );
  expect(loading.map(({ path }) => path)).toEqual([RUNTIME]);
  for (const image of ['bot', 'worker']) {
    const text = readFileSync(join(root, 'docker', `${image}.Dockerfile`), 'utf8');
    expect(text.slice(text.lastIndexOf('\nFROM '))).toContain('ORT_DISABLE_TELEMETRY=1');
  }
});

/**
 * What each folder above the pipeline may import from, beside itself, Node and packages: folders and files of
 * src.
 */
const BELOW = {
  queue: [
    'pipeline',
    'config.ts',
    'errors.ts',
    'lock-file.ts',
    'log.ts',
    'make-folder.ts',
    'mutex.ts',
    'version.ts',
  ],
  store: ['queue', 'pipeline', 'errors.ts'],
  language: ['pipeline'],
  discord: ['language'],
  commands: ['discord', 'language', 'store', 'queue', 'pipeline', 'log.ts'],
  bot: ['commands', 'discord', 'language', 'store', 'queue', 'pipeline', 'errors.ts', 'log.ts', 'mutex.ts'],
  playground: ['pipeline', 'errors.ts', 'mutex.ts'],
} as const;

describe('folders above the pipeline', () => {
  const partOf = (path: string) => path.split('/')[1];
  const importsOutside = (folder: string) =>
    src
      .filter(({ path }) => partOf(path) === folder)
      .flatMap(source =>
        importsOf(source)
          .filter(specifier => specifier.startsWith('.'))
          .map(specifier => ({ from: source.path, to: local(source, specifier) })),
      )
      .filter(({ to }) => partOf(to) !== folder);

  test.each(Object.entries(BELOW))('src/%s imports only from what is below it.', (folder, below) => {
    const names: readonly string[] = below;
    const others = importsOutside(folder).filter(({ to }) => !names.includes(partOf(to)));
    expect(others).toEqual([]);
    // A rule that nothing needs any more goes.
    const used = new Set(importsOutside(folder).map(({ to }) => partOf(to)));
    expect(names.filter(name => !used.has(name))).toEqual([]);
  });

  test('Of the workers’ queue the store and the commands know only the shapes that go through it.', () => {
    const known = ['src/queue/contracts.ts', 'src/queue/types.ts'];
    const others = ['store', 'commands'].flatMap(importsOutside).filter(({ to }) => partOf(to) === 'queue');
    expect(others.filter(({ to }) => !known.includes(to))).toEqual([]);
  });

  test('Commands are run by the router and listed by registration; nothing else of the bot needs one.', () => {
    const commands = importsOutside('bot').filter(({ to }) => to === 'src/commands/index.ts');
    expect(commands.map(({ from }) => from)).toEqual(['src/bot/register.ts', 'src/bot/router.ts']);
    // What delivery needs of members' requests is data.
    const deliver = importsOutside('bot').filter(({ from }) => from === 'src/bot/deliver.ts');
    expect(deliver.filter(({ to }) => partOf(to) === 'commands')).toEqual([]);
  });
});
