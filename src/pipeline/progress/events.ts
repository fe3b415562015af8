import type { GreyPicture, Picture } from '../image/picture.ts';
import type { LocalisationCache } from '../localise/find-instances.ts';
import type { Localisation } from '../localise/index.ts';
import type { MaskReport } from '../localise/report.ts';
import type { Tensor } from '../math/tensor.ts';

export const STAGES = ['load', 'localise', 'encode', 'denoise', 'decode', 'composite'] as const;
export type Stage = (typeof STAGES)[number];

/** Events that an edit reports while it runs. */
export type EditEvent =
  | { readonly type: 'stage'; readonly stage: Stage }
  /** The objects were found: the picture and the mask over it, before anything is painted. */
  | {
      readonly type: 'mask';
      readonly picture: Picture;
      readonly mask: GreyPicture;
      readonly localisation: Localisation;
      readonly found: MaskReport;
    }
  /** A denoising step was done; `predOriginalSample` is what the latents are heading for. */
  | {
      readonly type: 'step';
      readonly step: number;
      readonly steps: number;
      readonly predOriginalSample: Tensor;
    };

export interface EditHooks {
  readonly onEvent?: (event: EditEvent) => void;
  /** Checked between units of work; an aborted edit throws `UserError('cancelled')`. */
  readonly signal?: AbortSignal;
  /**
   * Localisations of this picture with this pack, for edits of it that follow one another: each reads and
   * adds to them.
   */
  readonly localisations?: LocalisationCache;
}
