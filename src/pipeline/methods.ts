/** A method of the paper's comparison: how it composites, and its defaults for options that nobody states. */
export interface Method {
  /** After every step the latents outside the mask are the source's own. */
  readonly blend: boolean;
  /** Only the object is pasted; else the whole decoded window is. */
  readonly paste: boolean;
  readonly defaults: Readonly<Partial<Record<'guidanceScale' | 'clipGuidanceScale' | 'nerpScale', number>>>;
}

/** Strength of gradients where a method is made of them. */
const CLIP = { clipGuidanceScale: 1 };
/** The UNet runs unconditionally: only CLIP's gradient steers. */
const UNCONDITIONAL = { guidanceScale: 0 };

/** The systems that the paper compares (Huang et al. 2023, section 4), on one pack. */
export const METHODS = {
  /**
   * Region-aware diffusion: classifier-free guidance, blending, and gradients as the pack's defaults have
   * them.
   */
  rdm: { blend: true, paste: true, defaults: {} },
  /** Blended Diffusion (Avrahami et al. 2022): CLIP's gradient and blending, without a text for the UNet. */
  blended: { blend: true, paste: true, defaults: { ...UNCONDITIONAL, ...CLIP, nerpScale: 0 } },
  /** Latent diffusion inpainting (Rombach et al. 2022), pasted. */
  latent: { blend: false, paste: true, defaults: { clipGuidanceScale: 0, nerpScale: 0 } },
  /** GLIDE's inpainting (Nichol et al. 2021): what comes out is the result, background and all. */
  glide: { blend: false, paste: false, defaults: { clipGuidanceScale: 0, nerpScale: 0 } },
  /** CLIP-guided diffusion (Crowson 2021): the gradient alone. */
  'clip-guided': { blend: false, paste: false, defaults: { ...UNCONDITIONAL, ...CLIP, nerpScale: 0 } },
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof METHODS;
