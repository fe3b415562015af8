import type { Box, Picture } from '../image/picture.ts';
import { viewOf } from '../image/view.ts';
import { dot, sigmoid, topMean } from '../math/numeric.ts';
import { concat, slice } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import { asPrompt } from '../models/vocabulary.ts';
import { tilesOf } from './tiles.ts';

/** A word and how well it fits the picture, in 0…1. */
export interface LikelyObject {
  readonly word: string;
  readonly score: number;
}

/** A word with its tiles, nearest first. */
interface Guess {
  readonly word: string;
  readonly cosine: number;
  readonly tiles: readonly Box[];
}

/** Words that the segmenter scores too, and on how many of each one's best tiles. */
const ASKED = 12;
const TILES = 2;
const MOST = 5;
/**
 * Weight of a unit of the segmenter's logit beside a tenth of cosine; its logit at which the nearest word is
 * present with probability ½; the least score that is reported.
 */
const CONFIDENCE = 0.7;
const EVEN = 3;
const LEAST = 0.2;

/**
 * What the picture seems to contain, best first, for somebody who asked for what is not in it. The image
 * tower compares every word that the pack finds with every tile; the segmenter scores the nearest ones. With
 * an open vocabulary the result is empty.
 * @param except a word that is known to be absent
 */
export async function likelyContents(pack: Pack, picture: Picture, except?: string): Promise<LikelyObject[]> {
  const words = (pack.manifest.vocabulary?.finds ?? []).filter(word => word !== except);
  if (words.length === 0) return [];
  const guesses = (await guess(pack, picture, words)).slice(0, ASKED);
  const likely: LikelyObject[] = [];
  for (const { word, cosine, tiles } of guesses) {
    const confidence = await confidenceOf(pack, picture, word, tiles);
    // Relative to the nearest word: how large cosines are at all differs from tower to tower.
    const behind = guesses[0].cosine - cosine;
    likely.push({ word, score: sigmoid(CONFIDENCE * (confidence - EVEN) - 10 * behind) });
  }
  return likely
    .filter(({ score }) => score > LEAST)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST);
}

/** Every word by its nearest tile in CLIP's space. */
async function guess(pack: Pack, picture: Picture, words: readonly string[]): Promise<Guess[]> {
  const { components, calibration } = pack.manifest;
  const { size } = components.clipImage.pixels;
  const tiles = tilesOf(picture, calibration.tiles, size);
  const texts = await pack.embedTexts(words.map(word => asPrompt(pack.manifest, word)));
  const embeds = await pack.encodeImage(concat(tiles.map(tile => viewOf(picture, tile, size, size))));
  return words
    .map((word, w) => {
      const near = tiles
        .map((tile, t) => ({ tile, cosine: dot(slice(embeds, t).data, texts[w]) }))
        .sort((a, b) => b.cosine - a.cosine);
      return { word, cosine: near[0].cosine, tiles: near.slice(0, TILES).map(({ tile }) => tile) };
    })
    .sort((a, b) => b.cosine - a.cosine);
}

/** The segmenter's highest logits for a word on its best tile. */
async function confidenceOf(
  pack: Pack,
  picture: Picture,
  word: string,
  tiles: readonly Box[],
): Promise<number> {
  const { components, calibration } = pack.manifest;
  const { size } = components.segmenter.pixels;
  const views = concat(tiles.map(tile => viewOf(picture, tile, size, size)));
  const logits = await pack.segment(views, asPrompt(pack.manifest, word));
  return Math.max(...tiles.map((_, t) => topMean(slice(logits, t).data, calibration.presenceCells)));
}
