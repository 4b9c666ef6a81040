import { createHash } from "node:crypto";

import { html, raw } from "hono/html";

/** Markup, in which every text is escaped. */
export type Html = ReturnType<typeof html>;

/** What a page is made of. */
export interface HtmlParts {
  readonly title: string;
  readonly style: string;
  /** Without it the page runs none. */
  readonly script?: string;
  readonly body: Html;
}

/**
 * A page of its own: nothing comes from elsewhere and nothing goes there. The only style and the only
 * script that a browser takes are the given ones, so a text that got in as markup would do nothing.
 */
export async function htmlDocument({ title, style, script, body }: HtmlParts): Promise<string> {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  // A hash is of the text between the tags, without a space more.
  const styleElement = raw(`<style>${style}</style>`);
  const scriptElement = script === undefined ? "" : raw(`<script>${script}</script>`);
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        ${scriptElement}
      </body>
    </html> `;
  return String(page);
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
