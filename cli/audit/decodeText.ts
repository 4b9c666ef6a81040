/**
 * The text of a file or a pipe, in the encodings that shells write: UTF-8, and UTF-16 of either order,
 * which PowerShell's `>` writes; with or without a byte order mark, and without the colours of a
 * terminal and the end-of-file mark of old shells around it.
 */
export function decodeText(bytes: Uint8Array): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return text.replace(/^[\u001a\u0000\s]+/, "").replace(/\u001a[\u0000\s]*$/, "");
}

function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // A text in Latin letters has zeros in every other place.
  if (first !== 0 && second === 0) return "utf-16le";
  if (first === 0 && second !== undefined && second !== 0) return "utf-16be";
  return "utf-8";
}
