import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Mean and covariance of feature vectors. */
interface Gaussian {
  readonly mean: Float64Array;
  readonly covariance: Matrix;
}

function gaussianOf(vectors: readonly Float32Array[]): Gaussian {
  const width = vectors[0].length;
  const mean = new Float64Array(width);
  for (const vector of vectors) for (let i = 0; i < width; i++) mean[i] += vector[i] / vectors.length;
  const centred = new Matrix(vectors.map(vector => Array.from(vector, (v, i) => v - mean[i])));
  const covariance = centred
    .transpose()
    .mmul(centred)
    .div(Math.max(1, vectors.length - 1));
  return { mean, covariance };
}

/** The symmetric square root of a covariance; eigenvalues that rounding made negative count as 0. */
function squareRoot(covariance: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const roots = Matrix.diag(realEigenvalues.map(value => Math.sqrt(Math.max(0, value))));
  return eigenvectorMatrix.mmul(roots).mmul(eigenvectorMatrix.transpose());
}

/**
 * The Fréchet distance of the Gaussians round two sets of feature vectors (Heusel et al. 2017): ‖μ₁ − μ₂‖² +
 * tr(Σ₁ + Σ₂ − 2·(Σ₁^½ Σ₂ Σ₁^½)^½). It is biased upwards by small sets, so compare sets of one size.
 */
export function frechetDistance(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  if (a.length < 2 || b.length < 2) return Number.NaN;
  const [p, q] = [gaussianOf(a), gaussianOf(b)];
  const shift = p.mean.reduce((sum, v, i) => sum + (v - q.mean[i]) ** 2, 0);
  const root = squareRoot(p.covariance);
  const product = squareRoot(root.mmul(q.covariance).mmul(root));
  return shift + p.covariance.trace() + q.covariance.trace() - 2 * product.trace();
}
