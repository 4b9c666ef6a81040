import { html } from "hono/html";

import { counted } from "../audit/text";
import type { Html } from "../html/document";

/** A longer list is shown apart. */
const MOST_IN_PLACE = 5;

interface SharedList {
  readonly anchor: string;
  readonly title: string;
  readonly names: readonly Html[];
}

/**
 * Long lists of one kind of thing, each shown once on a page: many projects may use the same runners, and a
 * page that repeats them for each grows with the square of a fleet.
 */
export class SharedLists<Thing extends { readonly id: number }> {
  readonly #lists = new Map<string, SharedList>();

  /**
   * @param kind - what a thing is: `runner`.
   * @param nameOf - a thing in a list.
   */
  constructor(
    private readonly kind: string,
    private readonly nameOf: (thing: Thing) => Html,
  ) {}

  /** The things by their names, or a link to the list of so many. */
  shown(things: readonly Thing[]): Html {
    if (things.length <= MOST_IN_PLACE)
      return html`${things.map((thing, index) => html`${index === 0 ? "" : ", "}${this.nameOf(thing)}`)}`;
    const { anchor, title } = this.#listOf(things);
    return html`<a href="#${anchor}">${title}</a>`;
  }

  /** The lists that the page has links to by now. */
  sections(): Html[] {
    return [...this.#lists.values()].map(
      ({ anchor, title, names }) =>
        html`<section id="${anchor}">
          <h3>${title}</h3>
          <ul>
            ${names.map((name) => html`<li>${name}</li>`)}
          </ul>
        </section>`,
    );
  }

  #listOf(things: readonly Thing[]): SharedList {
    const key = things.map(({ id }) => id).join(" ");
    const known = this.#lists.get(key);
    if (known) return known;
    const made = {
      anchor: `${this.kind}s-${this.#lists.size + 1}`,
      title: counted(things.length, this.kind),
      names: things.map((thing) => this.nameOf(thing)),
    };
    this.#lists.set(key, made);
    return made;
  }
}
