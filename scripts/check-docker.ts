/**
 * npx tsx scripts/check-docker.ts: lints docker/, then runs the commands of each stage of each Dockerfile in
 * a clean folder, copies and all, and what the image is for at its end. It stands in for `docker build` where
 * no Docker engine runs: base images and the user are taken for granted, and the Node is this machine's.
 */
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Copy, DockerfileParser, type Instruction } from 'dockerfile-ast';

/** What each image must be able to do, offline. */
const PROOFS: Readonly<Record<string, readonly string[]>> = {
  'bot.Dockerfile': ['--version', 'models list'],
  'worker.Dockerfile': [
    'worker --help',
    'models verify',
    'edit assets/sample.png --from horse --to zebra --steps 2',
  ],
};

/** A stage's file system: paths of the image lie under `root`. */
interface Stage {
  readonly root: string;
  workdir: string;
  readonly variables: Record<string, string>;
}

type Step = (stage: Stage, text: string, instruction: Instruction) => Promise<void> | void;

const work = await mkdtemp(join(tmpdir(), 'inlay-docker-'));
const stages = new Map<string, Stage>();
const context = join(work, 'context');

const STEPS: Readonly<Record<string, Step>> = {
  WORKDIR: async (stage, text) => {
    stage.workdir = text;
    await mkdir(join(stage.root, text), { recursive: true });
  },
  ENV: (stage, text) => assign(stage, text),
  ARG: (stage, text) => assign(stage, text),
  RUN: (stage, text) => shell(stage, text),
  COPY: (stage, _, instruction) => copy(stage, instruction as Copy),
  USER: () => {},
  VOLUME: () => {},
  ENTRYPOINT: () => {},
  CMD: () => {},
};

function assign({ variables }: Stage, text: string): void {
  for (const [, name, value] of text.matchAll(/(\w+)=(\S+)/g)) variables[name] = value;
}

function shell({ root, workdir, variables }: Stage, command: string): void {
  console.log(`  RUN ${command}`);
  const env = { PATH: process.env.PATH, HOME: root, ...variables };
  execFileSync('sh', ['-euc', command], {
    cwd: join(root, workdir),
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function copy(stage: Stage, instruction: Copy): Promise<void> {
  const from = instruction.getFromFlag()?.getValue();
  const source = from === undefined || from === null ? context : stages.get(from)!.root;
  const paths = instruction.getArguments().map(argument => argument.getValue());
  const to = paths.pop()!;
  // The program itself comes with the base image here.
  if (paths[0] === '/usr/local/bin/node') return;
  const target = to.startsWith('/') ? join(stage.root, to) : join(stage.root, stage.workdir, to);
  for (const path of paths) {
    const into = to.endsWith('/') ? join(target, basename(path)) : target;
    await cp(join(source, path), into, { recursive: true, verbatimSymlinks: true });
  }
}

/** What `docker build` would be sent: .dockerignore keeps everything out but what it names after a `!`. */
async function makeContext(): Promise<void> {
  const kept = (await readFile('.dockerignore', 'utf8'))
    .split('\n')
    .flatMap(line => /^!(.+)/.exec(line)?.[1] ?? []);
  for (const path of kept) await cp(path, join(context, path), { recursive: true });
}

async function build(file: string): Promise<Stage> {
  const dockerfile = DockerfileParser.parse(await readFile(join('docker', file), 'utf8'));
  let stage: Stage | undefined;
  for (const instruction of dockerfile.getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      const name = instruction.getArguments().at(-1)!.getValue();
      console.log(`${file}: ${name}`);
      stage = { root: join(work, file, name), workdir: '/', variables: {} };
      await mkdir(stage.root, { recursive: true });
      stages.set(name, stage);
    } else if (stage !== undefined) {
      const step = STEPS[keyword];
      if (step === undefined) throw new Error(`${file}: nothing is known of ${keyword}`);
      await step(stage, instruction.getArgumentsContent() ?? '', instruction);
    }
  }
  return stage!;
}

try {
  const files = (await readdir('docker')).filter(name => name.endsWith('.Dockerfile'));
  execFileSync('npx', ['dclint', 'docker/compose.yaml'], { stdio: 'inherit' });
  for (const file of files) {
    execFileSync('npx', ['dockerfile-utils', 'lint', join('docker', file)], { stdio: 'inherit' });
  }
  await makeContext();
  for (const file of files) {
    const image = await build(file);
    const folder = join(image.root, image.workdir);
    await chmod(join(folder, 'data'), 0o700);
    await cp('assets/sample.png', join(folder, 'assets', 'sample.png'));
    for (const proof of PROOFS[file]) shell(image, `node dist/cli/index.js ${proof}`);
  }
  console.log('Every stage runs, and the images do what they are for.');
} finally {
  await rm(work, { recursive: true, force: true });
}
