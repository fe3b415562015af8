import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const PAGE = fileURLToPath(new URL('../page', import.meta.url));

/** The bundled picture: found from `src/playground/web` and from `dist/playground/web` alike. */
const SAMPLE = fileURLToPath(new URL('../../../assets/sample.png', import.meta.url));

const packageFile = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

/** Where the browser finds the libraries that the page imports: the files that npm installed. */
const LIBRARIES = {
  // What resolves for Node lies one folder deeper than what is for browsers.
  '/lib/lit-html': dirname(dirname(packageFile('lit-html'))),
  '/lib/marked': dirname(packageFile('marked')),
} as const;

/** The page's only inline script, its import map, is allowed by its hash. */
function contentSecurityPolicy(html: string) {
  const [, importMap = ''] = /<script type="importmap">([\s\S]*?)<\/script>/.exec(html) ?? [];
  const hash = createHash('sha256').update(importMap).digest('base64');
  return {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", `'sha256-${hash}'`],
    imgSrc: ["'self'", 'blob:', 'data:'],
    frameAncestors: ["'none'"],
    formAction: ["'none'"],
    baseUri: ["'none'"],
  };
}

/** The web page: plain modules and styles, as they lie in `page/`. */
export function pageFiles(): Hono {
  const html = readFileSync(`${PAGE}/index.html`, 'utf8');
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: contentSecurityPolicy(html),
      crossOriginResourcePolicy: false,
      strictTransportSecurity: false,
    }),
  );
  app.get('/', ({ html: show }) => show(html));
  app.get('/sample.png', serveStatic({ path: SAMPLE }));
  for (const [path, root] of Object.entries(LIBRARIES)) {
    app.get(`${path}/*`, serveStatic({ root, rewriteRequestPath: asked => asked.slice(path.length) }));
  }
  app.get('/page/*', serveStatic({ root: PAGE, rewriteRequestPath: asked => asked.slice('/page'.length) }));
  return app;
}
