/** What is used of D3: it computes scales, ticks, stacks and paths, and touches no page. */
export interface D3 {
  readonly scale: typeof import("d3-scale");
  readonly shape: typeof import("d3-shape");
}

/** ES modules, and only who draws needs them. */
export async function loadD3(): Promise<D3> {
  const [scale, shape] = await Promise.all([import("d3-scale"), import("d3-shape")]);
  return { scale, shape };
}
