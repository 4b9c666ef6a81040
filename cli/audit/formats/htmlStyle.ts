import { STYLE as SHARED } from "../../html/style";

/** The style of the page. */
export const STYLE = `${SHARED}
pre {
  margin: .5rem 0; padding: .75rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: .25rem; white-space: pre-wrap;
}
.failed { border-left: .3rem solid var(--critical); padding-left: .75rem; font-weight: 600; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 1rem; padding: 0; list-style: none; }
.counts .badge { font-size: 1rem; padding: .15rem .75rem; border-radius: 1rem; }
.risks th:nth-child(1) { width: 7rem; }
.risks th:nth-child(2) { width: 14rem; }
.changes th:first-child { width: 24%; }
.before { color: var(--removed); } .after { color: var(--added); }
@media (max-width: 40rem) {
  .changes th:first-child { width: auto; }
}
`;
