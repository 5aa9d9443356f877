// What things and people are called on this screen.

import { members, named, room, value } from "./cells.js";
import { best, figure, has, language, listed, percent, say } from "./words.js";
import { FIELDS, WORDS } from "./fields.js";

/** Return the words of a field, in the reader's language where it is there. */
export function words(element, field) {
  const plain = value(`${element}/${field}`);
  if (typeof plain === "string") return plain;
  return best(members(element, field));
}

/** Return the key under which the words of a field are to be written. */
export function wordsKey(element, field) {
  const key = `${element}/${field}`;
  if (!WORDS.has(field) || value(key) !== null || !Object.keys(members(element, field)).length) return key;
  return `${key}/${language}`;
}

/** Return what an element is called. */
export function title(element) {
  const [list, id] = element.split("/");
  if (list === "pains" || list === "actions") return value(`${element}/text`) || say("unnamed");
  const found = words(element, "title");
  if (found) return found;
  if (list === "stages" && has(`stage.${id}`)) return say(`stage.${id}`);
  return id.startsWith("t-") ? say("unnamed") : id;
}

/** Return the name of a person, or that it is hidden. */
export function person(id) {
  if (!id) return say("somebody");
  if (id === room.me?.person) return say("you");
  if (id === "room" || id === "folder") return say("the-folder");
  return value(`people/${id}/name`) || say("somebody");
}

/** Return the people who are here, as {id, name, role}. */
export function people() {
  return named("people")
    .filter((id) => !value(`people/${id}/removed`) && value(`people/${id}/name`))
    .map((id) => ({ id, name: value(`people/${id}/name`), role: value(`people/${id}/role`) }));
}

export const setting = (name, other) => value(`room/${name}`) ?? other;
export const phase = () => setting("phase", "map");

/** Return the list in which an id stands, out of some. */
export const listOf = (id, lists) => lists.find((list) => value(`${list}/${id}`) !== null);

/** Return how a key is called: the field, and the member where there is one. */
export function fieldName(key) {
  const [list, id, field, ...rest] = key.split("/");
  if (!field) return say(`one.${list}`);
  const kind = FIELDS[list]?.[field];
  const name = has(`field.${list}.${field}`) ? say(`field.${list}.${field}`) : has(`field.${field}`) ? say(`field.${field}`) : field;
  const member = rest.join("/");
  if (!member || WORDS.has(field)) return name;
  const lists = kind?.of || (field === "volume" ? ["buyers"] : ["touchpoints"]);
  const where = listOf(member, lists);
  return say("field-of", { field: name, member: where ? title(`${where}/${member}`) : member, id });
}

/** Return a value as people read it. */
export function shown(key, one) {
  const [list, , field] = key.split("/");
  const kind = FIELDS[list]?.[field];
  if (one === null || one === "" || one === undefined) return say("nothing");
  if (one === true) return say("yes");
  if (one === false) return say("no");
  if (field === "next") return percent(one.share ?? 0);
  if (kind?.kind === "one" && typeof one === "string") {
    const where = listOf(one, kind.of);
    return where ? title(`${where}/${one}`) : one;
  }
  if (kind?.kind === "choice" && has(`choice.${one}`)) return say(`choice.${one}`);
  if (typeof one === "number") return figure(one);
  if (Array.isArray(one)) return listed(one.map(String));
  return typeof one === "object" ? JSON.stringify(one) : String(one);
}
