/** A picture of the report, as a data URL, with what it shows. */
export interface Shown {
  readonly caption: string;
  readonly url: string;
}

/** A section of the report: tables, and rows of pictures. */
export interface Section {
  readonly title: string;
  readonly tables: readonly (readonly (readonly string[])[])[];
  readonly pictures: readonly (readonly Shown[])[];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, character => ENTITIES[character]);

const STYLE = `body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; max-width: 90rem; }
table { border-collapse: collapse; margin: 1rem 0; } th, td { padding: .3rem .7rem; text-align: right; border-bottom: 1px solid #ccc; }
th:first-child, td:first-child { text-align: left; } figure { display: inline-block; margin: .3rem; width: 11rem; }
img { width: 100%; } figcaption { font-size: 12px; overflow-wrap: anywhere; }`;

/** One page with everything in it: nothing is loaded from elsewhere. */
export function htmlReport(title: string, notes: readonly string[], sections: readonly Section[]): string {
  const body = sections.map(
    section => `<h2>${escapeHtml(section.title)}</h2>
${section.tables.map(tableHtml).join('\n')}
${section.pictures.map(row => `<div>${row.map(figureHtml).join('')}</div>`).join('\n')}`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style>
<h1>${escapeHtml(title)}</h1>
<ul>${notes.map(note => `<li>${escapeHtml(note)}</li>`).join('')}</ul>
${body.join('\n')}
</html>
`;
}

function tableHtml([head, ...rows]: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]) =>
    `<tr>${row.map(cell => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${cells('th', head)}${rows.map(row => cells('td', row)).join('')}</table>`;
}

const figureHtml = ({ caption, url }: Shown): string =>
  `<figure><img alt="${escapeHtml(caption)}" src="${url}"><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
