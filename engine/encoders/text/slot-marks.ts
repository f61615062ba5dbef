/** Frame the type of a slot inside a template; both are private-use characters. */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const SLOT = /\uE000([^\uE001]*)\uE001/;

/** A stretch of a template: text that stays, or a slot with its type. */
export type TemplatePart =
  | { readonly slot: false; readonly text: string }
  | { readonly slot: true; readonly type: string };

/** A slot as it stands in a template. */
export function slotMark(type: string): string {
  return `${OPEN}${type}${CLOSE}`;
}

/** True if a text holds characters that frame slots: it can never stand in a template as it is. */
export function holdsMarks(text: string): boolean {
  return text.includes(OPEN) || text.includes(CLOSE);
}

/** The stretches of a template, in order. */
export function partsOfTemplate(template: string): TemplatePart[] {
  return template
    .split(SLOT)
    .map((one, at): TemplatePart => {
      return at % 2 === 0 ? { slot: false, text: one } : { slot: true, type: one };
    })
    .filter((one) => one.slot || one.text !== '');
}

/** Types of the slots of a template, in order. */
export function slotTypes(template: string): string[] {
  return template.split(SLOT).filter((_, at) => at % 2 === 1);
}

/** The text of a template without its slots, a blank in the place of each. */
export function literalsOf(template: string): string {
  return template.split(SLOT).reduce((all, one, at) => all + (at % 2 === 0 ? one : ' '), '');
}
