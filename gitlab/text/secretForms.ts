/** What is shorter is no secret, and taking it out would take words apart. */
const SHORTEST_SECRET = 6;
/** Letters and digits by which a short secret is known where something stands between them. */
const SHORTEST_SKELETON = 8;
/** A piece of a secret that gives it away: so many of its letters and digits in a row. */
const PIECE = 12;

/** A text's letters and digits in lower case, and where in it each stands. */
export interface Skeleton {
  readonly text: string;
  readonly at: readonly number[];
}

/**
 * What is left of a text when case, signs and breaks do not count: so the two alphabets of base64 are
 * one, and a secret that is split over a list, over lines or by escapes of signs is whole.
 */
export function skeletonOf(text: string): Skeleton {
  const at: number[] = [];
  for (let index = 0; index < text.length; index += 1)
    if (isLetterOrDigit(text.charCodeAt(index))) at.push(index);
  return { text: text.replace(/[^a-z\d]+/gi, "").toLowerCase(), at };
}

/** Of ASCII, as the tokens and the encodings are. */
function isLetterOrDigit(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x7a);
}

/** What gives secrets away. */
export interface SecretForms {
  /** Texts that are secrets as they stand. */
  readonly exact: readonly string[];
  /** By their length, pieces of skeletons. */
  readonly pieces: ReadonlyMap<number, ReadonlySet<string>>;
}

export function secretFormsOf(secrets: readonly string[]): SecretForms {
  const forms = [...new Set(secrets)]
    // What a URL makes of it may be encoded once more.
    .flatMap((secret) => [secret, new URLSearchParams({ "": secret }).toString().slice(1)])
    .flatMap((secret) => [secret, ...encoded(secret), ...encoded(secret).flatMap(encoded)])
    .filter((form) => form.length >= SHORTEST_SECRET);
  const pieces = new Map<number, Set<string>>();
  for (const { text } of forms.map(skeletonOf)) {
    const length = Math.min(text.length, PIECE);
    if (length < SHORTEST_SKELETON) continue;
    const known = pieces.get(length) ?? new Set();
    pieces.set(length, known);
    for (let start = 0; start + length <= text.length; start += 1)
      known.add(text.slice(start, start + length));
  }
  return { exact: [...new Set(forms)], pieces };
}

function encoded(secret: string): readonly string[] {
  if (secret.length < SHORTEST_SECRET) return [];
  return [Buffer.from(secret).toString("hex"), ...base64(secret)];
}

/**
 * Base64 of a text that holds the secret, as `user:secret` does: three bytes are four characters,
 * so there are three ways, and the characters at both ends belong in part to what is around it.
 */
function base64(secret: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const [first, end] = [Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6)];
    return bytes.toString("base64").slice(first, end);
  });
}
