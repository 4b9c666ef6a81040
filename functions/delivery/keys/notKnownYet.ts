/** In a preview, what stands for an option whose value is known only after the apply. */
export const NOT_KNOWN_YET = Symbol("not known yet");
