import type { EditRequest } from '../pipeline/options.ts';

/** One way of editing, as it is called in tables. */
export interface Variant {
  readonly name: string;
  readonly options: Partial<EditRequest>;
}

/** All of region-aware diffusion: both losses, as the paper has them. */
const RDM = { method: 'rdm', clipGuidanceScale: 1, nerpScale: 1 } as const;

const variants = <T>(
  values: readonly T[],
  name: (value: T) => string,
  options: (value: T) => Partial<EditRequest>,
) => values.map(value => ({ name: name(value), options: options(value) }));

const interval = (steps: number) =>
  variants(
    [1, 0.6],
    until => `${steps} steps, guided until ${until}`,
    guidanceUntil => ({ steps, guidanceScale: 2.5, guidanceUntil }),
  );

/** The variants of each suite; the others are measured against the first. */
export const SUITES = {
  /** The paper's comparison, and region-aware diffusion without gradients, which is Inlay's default. */
  methods: [
    { name: 'rdm', options: RDM },
    { name: 'rdm, no gradients', options: { method: 'rdm' } },
    ...variants(['blended', 'latent', 'glide', 'clip-guided'] as const, String, method => ({ method })),
  ],
  /** The paper's ablation of the non-editing region preserving loss. */
  nerp: [
    { name: 'with NERP', options: RDM },
    { name: 'without NERP', options: { ...RDM, nerpScale: 0 } },
    { name: 'NERP alone', options: { ...RDM, clipGuidanceScale: 0 } },
  ],
  threshold: variants(
    [150, 50, 100, 200],
    K => `K ${K}`,
    threshold => ({ threshold }),
  ),
  cfg: variants(
    [2.5, 0, 1, 5, 7.5],
    s => `s ${s}`,
    guidanceScale => ({ guidanceScale }),
  ),
  steps: (['ddim', 'dpm++', 'euler'] as const).flatMap(scheduler =>
    variants(
      [25, 10, 50],
      steps => `${scheduler}, ${steps} steps`,
      steps => ({ scheduler, steps }),
    ),
  ),
  /** Classifier-free guidance to the end, and not in the last two fifths of the steps. */
  interval: interval(25),
  'interval-8': interval(8),
} satisfies Readonly<Record<string, readonly Variant[]>>;

export type SuiteName = keyof typeof SUITES;
