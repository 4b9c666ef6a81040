/** A token that was found where none may be; the token itself is not in it. */
export interface Leak {
  /** The text or file. */
  readonly where: string;
  /** What the token is, `access token`. */
  readonly kind: string;
  /** How it was written, `plain`, `base64`. */
  readonly encoding: string;
}

type Encode = (token: string) => readonly string[];

/** The ways in which a token may be written; each gives the texts to look for. */
const ENCODINGS: Readonly<Record<string, Encode>> = {
  plain: (token) => [token],
  // What is left of it in a reply that was cut, or in a text that was shortened.
  "half of it": (token) => {
    const middle = Math.floor(token.length / 2);
    return [token.slice(0, middle), token.slice(middle)];
  },
  base64: (token) => alignments(token, "base64"),
  base64url: (token) => alignments(token, "base64url"),
  hex: (token) => {
    const hex = Buffer.from(token).toString("hex");
    return [hex, hex.toUpperCase()];
  },
  "URL encoding": (token) => [encodeURIComponent(token), percent(token), percent(token, true)],
  "JSON escapes": (token) => [JSON.stringify(token).slice(1, -1), unicode(token)],
};

/**
 * The middle of a token's base64, which is the same wherever the token stands: by the text before it,
 * it begins at one of three places within a group, and the characters at both ends depend on what is
 * beside it.
 */
function alignments(token: string, encoding: "base64" | "base64url"): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(token)]);
    const first = before === 0 ? 0 : before + 1;
    const last = Math.floor((bytes.length * 8) / 6);
    return bytes.toString(encoding).slice(first, last);
  });
}

function percent(token: string, lower = false): string {
  const hex = Buffer.from(token).toString("hex");
  return (lower ? hex : hex.toUpperCase()).replace(/../g, "%$&");
}

function unicode(token: string): string {
  return token.replace(/./g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Looks for tokens in texts, each named by where it comes from. */
export function findSecrets(
  texts: Readonly<Record<string, string>>,
  tokens: ReadonlyMap<string, string>,
): Leak[] {
  const forms = [...tokens].flatMap(([token, kind]) =>
    Object.entries(ENCODINGS).flatMap(([encoding, encode]) =>
      [...new Set(encode(token))]
        .filter((text) => text !== token || encoding === "plain")
        .map((text) => ({ kind, encoding, text })),
    ),
  );
  return Object.entries(texts).flatMap(([where, text]) => {
    const seen = new Set<string>();
    return forms.flatMap((form) => {
      const { kind, encoding } = form;
      if (!text.includes(form.text) || seen.has(`${kind} ${encoding}`)) return [];
      seen.add(`${kind} ${encoding}`);
      return [{ where, kind, encoding }];
    });
  });
}
