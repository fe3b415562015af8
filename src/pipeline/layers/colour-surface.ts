/** Terms of a surface of second degree: 1, x, y, x², xy, y². */
const TERMS = 6;
const CHANNELS = 3;
/** Ridge term on the diagonal, so that too few samples fit a flat surface. */
const RIDGE = 1e-3;

/**
 * Colour as a quadratic in x and y, each channel on its own, as of a wall or a sky: `[3, 6]` coefficients.
 */
export type ColourSurface = Float64Array;

/** A square view, `[1, 3, side, side]` in −1…1. */
export interface View {
  readonly data: Float32Array;
  readonly side: number;
}

function termsAt(index: number, side: number, into: Float64Array): void {
  const x = ((index % side) / side) * 2 - 1;
  const y = (Math.floor(index / side) / side) * 2 - 1;
  into[0] = 1;
  into[1] = x;
  into[2] = y;
  into[3] = x * x;
  into[4] = x * y;
  into[5] = y * y;
}

/** The least-squares surface of a view's colours at some pixels. */
export function fitSurface({ data, side }: View, pixels: readonly number[]): ColourSurface {
  const plane = side * side;
  const terms = new Float64Array(TERMS);
  const normal = Array.from({ length: TERMS }, (_, i) => {
    const row = new Float64Array(TERMS + CHANNELS);
    row[i] = RIDGE * pixels.length;
    return row;
  });
  // The constant term is not regularised.
  normal[0][0] = 0;
  for (const pixel of pixels) {
    termsAt(pixel, side, terms);
    for (let i = 0; i < TERMS; i++) {
      const row = normal[i];
      for (let j = 0; j < TERMS; j++) row[j] += terms[i] * terms[j];
      for (let c = 0; c < CHANNELS; c++) row[TERMS + c] += terms[i] * data[c * plane + pixel];
    }
  }
  eliminate(normal);
  const surface = new Float64Array(CHANNELS * TERMS);
  for (let c = 0; c < CHANNELS; c++) {
    for (let i = 0; i < TERMS; i++) surface[c * TERMS + i] = normal[i][TERMS + c];
  }
  return surface;
}

/** Gauss–Jordan elimination with pivots; afterwards the right-hand columns are the solutions. */
function eliminate(rows: Float64Array[]): void {
  const width = rows[0].length;
  for (let i = 0; i < rows.length; i++) {
    let pivot = i;
    for (let k = i + 1; k < rows.length; k++) if (Math.abs(rows[k][i]) > Math.abs(rows[pivot][i])) pivot = k;
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    for (let k = 0; k < rows.length; k++) {
      const factor = k === i ? 1 - 1 / rows[i][i] : rows[k][i] / rows[i][i];
      for (let j = width - 1; j >= i; j--) rows[k][j] -= factor * rows[i][j];
    }
  }
}

/** The largest difference of a channel from a surface at a pixel, in units of the view. */
export function offSurface(surface: ColourSurface, { data, side }: View, pixel: number): number {
  const terms = SHARED_TERMS;
  termsAt(pixel, side, terms);
  let most = 0;
  for (let c = 0; c < CHANNELS; c++) {
    let colour = 0;
    for (let i = 0; i < TERMS; i++) colour += surface[c * TERMS + i] * terms[i];
    most = Math.max(most, Math.abs(colour - data[c * side * side + pixel]));
  }
  return most;
}

const SHARED_TERMS = new Float64Array(TERMS);
