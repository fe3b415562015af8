/**
 * xoshiro128** (Blackman and Vigna 2018), seeded with splitmix32: uniform numbers in [0, 1), the same on
 * every machine. `Math.random` cannot be seeded.
 */
export function uniform(seed: number): () => number {
  const state = stateOf(seed);
  const next = new Float64Array(1);
  return () => {
    draw(state, next);
    return next[0];
  };
}

/** A stream of standard normal numbers (Box–Muller) from a seed: each call gives the next `n` of them. */
export function gaussian(seed: number): (n: number) => Float32Array {
  const state = stateOf(seed);
  return n => {
    const uniforms = new Float64Array(n + (n % 2));
    draw(state, uniforms);
    const out = new Float32Array(n);
    for (let i = 0; i < n; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - uniforms[i]));
      const angle = 2 * Math.PI * uniforms[i + 1];
      out[i] = radius * Math.cos(angle);
      if (i + 1 < n) out[i + 1] = radius * Math.sin(angle);
    }
    return out;
  };
}

/** Four words of splitmix32. */
function stateOf(seed: number): Int32Array {
  const state = new Int32Array(4);
  for (let i = 0; i < 4; i++) {
    let z = seed + (i + 1) * 0x9e3779b9;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    state[i] = z ^ (z >>> 15);
  }
  return state;
}

/**
 * Fills `out` with the next numbers of a stream. The state is read and written once for all of them, as that
 * is slow.
 */
function draw(state: Int32Array, out: Float64Array): void {
  let [a, b, c, d] = state;
  for (let i = 0; i < out.length; i++) {
    const scrambled = Math.imul(b, 5);
    out[i] = (Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0) / 0x1_0000_0000;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}
