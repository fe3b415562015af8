import ExifReader from 'exifreader';

/** Tags that may stay: how the samples lie and are to be turned, and the recipe in Inlay's XMP. */
const MAY_STAY: Readonly<Record<string, RegExp>> = {
  exif: /^(Orientation|Byte Order)$/,
  xmp: /^(_raw|about|DigitalSourceType|recipe)$/,
  pngText: /^XML:com\.adobe\.xmp$/,
  gps: /^$/,
  iptc: /^$/,
  photoshop: /^$/,
  mpf: /^$/,
  makerNotes: /^$/,
  composite: /^$/,
};

/**
 * What a picture file tells beside its picture, as a parser reads it that is not ours: `group.tag`, but for
 * what may stay.
 */
export function toldBy(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes);
  const groups = { ...ExifReader.load(file, { expanded: true }) } as Readonly<Record<string, object>>;
  return Object.entries(groups).flatMap(([group, tags]) => {
    const allowed = MAY_STAY[group];
    if (allowed === undefined) return [];
    return Object.keys(tags)
      .filter(tag => !allowed.test(tag))
      .map(tag => `${group}.${tag}`);
  });
}
