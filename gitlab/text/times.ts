/** A time without fractions of a second, which GraphQL does not have. Another text stays as it is. */
export function toTheSecond(time: string): string {
  return time.replace(/(T\d\d:\d\d:\d\d)\.\d+(Z|[+-]\d\d:\d\d)$/, "$1$2");
}

/** Whether two times are in the same second. What is no time is the same as nothing but itself. */
export function isSameSecond(one: string, other: string): boolean {
  return one === other || secondOf(one) === secondOf(other);
}

function secondOf(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
