/** Paper cannot be folded out, so all is open on it. A part of the page's script. */
export const PRINT_SCRIPT = `
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
});
`;
