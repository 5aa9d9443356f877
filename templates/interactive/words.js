// Words, figures and pieces of the page.  Every text of a person goes in as text, never as markup.
const data = JSON.parse(document.getElementById("island").textContent);
const elements = data.elements;
const touchpointOf = new Map(data.touchpoints.map((one) => [one.element, one]));
const wholeNumber = new Intl.NumberFormat(data.locale, { maximumFractionDigits: 0, roundingMode: "halfEven" });
const wholePercent = new Intl.NumberFormat(data.locale, { style: "percent", maximumFractionDigits: 0, roundingMode: "halfEven" });
const smallPercent = new Intl.NumberFormat(data.locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1, roundingMode: "halfEven" });
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

const byId = (id) => document.getElementById(id);
const number = (value) => wholeNumber.format(value);
const percent = (share) => (share > 0 && share < 0.01 ? smallPercent : wholePercent).format(share);

/** Words as runs [text, language]; a plain text is one run in the page's language. */
const runsOf = (words) => (Array.isArray(words) ? words : [[String(words), ""]]);

/** Words as plain text. */
const plain = (words) => runsOf(words).map(([text]) => text).join("");

/** Plain text without the marks that turn the direction of writing: for the canvas, which cannot contain them. */
const tame = (words) => plain(words).replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, " ").replace(/\s+/g, " ").trim();

/** A phrase with its places filled, as runs. */
function say(key, values = {}) {
  return data.words[key].split(/\{([a-z_]+)\}/).flatMap((piece, odd) => (odd % 2 ? runsOf(values[piece]) : piece ? [[piece, ""]] : []));
}

/** The phrase for one or for another number of things. */
const count = (key, many) => say(`${key}.${many === 1 ? "one" : "other"}`);

/** Words as a list within a sentence, as runs. */
function listed(many) {
  return many.flatMap((words, at) => (at ? [[data.words.comma, ""], ...runsOf(words)] : runsOf(words)));
}

/** A first few names, and how many more there are. */
function few(numbers, most = 4) {
  const names = numbers.slice(0, most).map((one) => elements[one].title);
  return listed(numbers.length > most ? [...names, say("control.found-more", { number: number(numbers.length - most) })] : names);
}

/** Put words into a node, each run in its language and with its own direction of writing. */
function put(node, words) {
  for (const [text, language] of runsOf(words)) {
    if (!language && !Array.isArray(words)) {
      node.append(text);
      continue;
    }
    const run = document.createElement(language ? "bdi" : "span");
    if (language) run.lang = language;
    run.textContent = text;
    node.append(run);
  }
  return node;
}

/** A new node with a class, words and children. */
function make(tag, name, words, ...children) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (words !== undefined && words !== null) put(node, words);
  node.append(...children.filter(Boolean));
  return node;
}

/** A title that cannot reach beyond itself, whatever marks it holds. */
const titled = (one, tag = "bdi", name = "") => make(tag, name, elements[one].title);

/** A button that does something. */
function button(name, words, act) {
  const node = make("button", name, words);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

/** A button that leads to an element; where many have its name, more words tell them apart. */
function link(one, more) {
  const node = button("go", null, () => choose(one));
  node.append(titled(one));
  if (more) node.setAttribute("aria-label", plain([...runsOf(elements[one].title), [data.words.comma, ""], ...runsOf(more)]));
  return node;
}
