/** JSON as text, member by member: of a fixed order, without what is missing, exact for any number. */

/** `"name":"text",` for a text, `"name":number,` for a number or boolean, nothing for null. */
export function jsonMember(name: string, value: string | number | boolean | null): string {
  if (value === null) return '';
  return `"${name}":${typeof value === 'string' ? JSON.stringify(value) : value},`;
}

/** `"name":{members},`, nothing where there is no member. */
export function jsonGroup(name: string, members: string): string {
  return members === '' ? '' : `"${name}":{${withoutComma(members)}},`;
}

/** The whole object of some members. */
export function jsonObject(members: string): string {
  return `{${withoutComma(members)}}`;
}

function withoutComma(members: string): string {
  return members.endsWith(',') ? members.slice(0, -1) : members;
}
