import * as v from "valibot";
import { objectSchema, textSchema, wholeNumberSchema } from "../values/argumentSchemas";

export const STRATEGIES = ["replace", "reset"] as const;

const MOST_DAYS = 3650;
const MOST_KEEPERS = 50;
const LONGEST_KEEPER = 1024;

function daysSchema(name: string) {
  return wholeNumberSchema(MOST_DAYS, `${name} must be a whole number of days, 1 to ${MOST_DAYS}`);
}

/** When a runner's token is rotated, and how. */
export const rotationSchema = v.pipe(
  objectSchema(
    {
      everyDays: v.exactOptional(daysSchema("everyDays")),
      beforeExpiryDays: v.exactOptional(daysSchema("beforeExpiryDays")),
      keepers: v.exactOptional(
        v.pipe(
          v.record(
            textSchema(LONGEST_KEEPER),
            v.pipe(
              v.string("keepers must hold texts only"),
              v.maxLength(
                LONGEST_KEEPER,
                `keepers holds a text of more than ${LONGEST_KEEPER} characters`,
              ),
            ),
            "keepers must be a map of texts",
          ),
          v.check(
            (keepers) => Object.keys(keepers).length <= MOST_KEEPERS,
            `keepers holds more than ${MOST_KEEPERS} texts`,
          ),
        ),
      ),
      strategy: v.exactOptional(
        v.picklist(STRATEGIES, `strategy must be one of ${STRATEGIES.join(", ")}`),
      ),
    },
    "rotation",
  ),
  v.check(
    ({ everyDays, beforeExpiryDays, keepers }) =>
      everyDays !== undefined || beforeExpiryDays !== undefined || keepers !== undefined,
    "says nothing of when to rotate. Give everyDays, beforeExpiryDays or keepers",
  ),
);

/** As `check` leaves it. */
export type Rotation = v.InferOutput<typeof rotationSchema>;
