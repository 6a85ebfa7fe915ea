"use strict";
// The page browser. Text reaches the document as text nodes only, never as markup.
(() => {
  const { pages, families } = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const BANDS = [["", "any"], ["0-0.5", "below 0.5"], ["0.5-0.8", "0.5 to 0.8"],
    ["0.8-0.95", "0.8 to 0.95"], ["0.95-2", "0.95 and more"]];
  const LOW = 0.5;
  const [LONG, BEGINNING] = [8, 3];
  const STORY = new Set(["display", "text"]);
  let shown = [];
  let current = null;

  function make(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  function marked(text) {
    const wanted = at("search").value.trim().toLowerCase();
    const low = text.toLowerCase();
    const parts = [];
    let from = 0;
    // Lower case can be longer (İ): then positions do not agree, and nothing is marked.
    if (wanted && low.length === text.length) {
      for (let hit; (hit = low.indexOf(wanted, from)) >= 0; from = hit + wanted.length) {
        parts.push(text.slice(from, hit), make("mark", "", text.slice(hit, hit + wanted.length)));
      }
    }
    return [...parts, text.slice(from)];
  }

  function written(tag, className, text) {
    const made = make(tag, className, ...marked(text));
    made.dir = "auto";
    return made;
  }

  const words = new Map();
  function haystack(page) {
    if (!words.has(page)) {
      const all = [page.id, page.url, page.place, page.headline, page.kicker, page.deck,
        ...page.authors, ...page.ticker, ...page.body.map((part) => part[1]),
        ...page.blocks.map((block) => block[2])];
      words.set(page, all.filter(Boolean).join("\n").toLowerCase());
    }
    return words.get(page);
  }

  function options(select, values) {
    for (const [value, told] of values) select.append(new Option(told, value));
  }

  function counted(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return [["", "any"], ...[...counts].sort((a, b) => b[1] - a[1])
      .map(([value, count]) => [value, `${value} (${count})`])];
  }

  function matching() {
    const wanted = at("search").value.trim().toLowerCase();
    const [type, flag, sure, order] = ["type", "flag", "sure", "order"].map((id) => at(id).value);
    const [low, high] = sure ? sure.split("-").map(Number) : [0, 2];
    const found = pages.filter((page) => (!type || page.type === type)
      && (!flag || page.flags.includes(flag)) && page.sure >= low && page.sure < high
      && (!wanted || haystack(page).includes(wanted)));
    const sign = order === "best" ? -1 : 1;
    return order === "file" ? found : found.sort((a, b) => sign * (a.sure - b.sure));
  }

  function sureness(page) {
    return make("span", page.sure < LOW ? "low" : "", page.sure.toFixed(2));
  }

  function entry(page) {
    const name = page.headline ? written("span", "name", page.headline)
      : written("span", "name untitled", page.url || page.id || page.place);
    const meta = make("span", "meta", make("span", "", page.type),
      page.flags.length ? make("span", "", page.flags.join(", ")) : null, sureness(page));
    const button = make("button", "", name, meta);
    button.type = "button";
    button.addEventListener("click", () => choose(page));
    return make("li", "", button);
  }

  function list() {
    shown = matching();
    at("pages").replaceChildren(...shown.map(entry));
    at("count").textContent = shown.length === pages.length
      ? `${pages.length} pages` : `${shown.length} of ${pages.length} pages`;
    choose(shown.includes(current) ? current : shown[0] || null, false);
  }

  // Scrolls the list or pane, never the window.
  function reveal(box, item, room = 0) {
    const top = item.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    if (top < box.scrollTop + room) box.scrollTop = top - room;
    else if (top + item.offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = top + item.offsetHeight + room - box.clientHeight;
    }
  }

  function choose(page, remember = true) {
    current = page;
    [...at("pages").children].forEach((item, number) => {
      const button = item.firstChild;
      if (shown[number] === page) {
        button.setAttribute("aria-current", "true");
        reveal(at("pages"), item);
      } else button.removeAttribute("aria-current");
    });
    if (page && remember) history.replaceState(null, "", `#page-${pages.indexOf(page) + 1}`);
    read(page);
  }

  function read(page) {
    const panes = document.querySelector(".panes");
    if (!page) {
      at("reader-head").replaceChildren(make("p", "empty", "No page matches these filters."));
      at("pane-page").replaceChildren();
      at("pane-article").replaceChildren();
      return;
    }
    panes.classList.toggle("alone", !page.blocks.length);
    at("reader-head").replaceChildren(...head(page));
    at("pane-page").replaceChildren(...blocks(page));
    at("pane-article").replaceChildren(...article(page));
    for (const pane of [at("pane-page"), at("pane-article")]) {
      pane.lang = page.language || "";
      pane.scrollTop = 0;
      const hit = pane.querySelector("mark");
      if (hit) reveal(pane, hit, 80);
    }
    link();
  }

  // A click on a part of the article shows its block, found by walking both in page order.
  function link() {
    const blocks = [...at("pane-page").querySelectorAll(".f-text, .k-headline")];
    let from = 0;
    for (const part of at("pane-article").querySelectorAll(".flow > :not(.by, .kicker, .deck, .empty)")) {
      const begins = part.textContent.slice(0, 60);
      const next = blocks.findIndex((one, n) => n >= from && one.textContent.includes(begins));
      if (next < 0) continue;
      from = next;
      part.classList.add("linked");
      part.title = "Show where this stands in the page";
      part.addEventListener("click", () => point(blocks[next], part));
    }
  }

  function point(block, part) {
    for (const old of document.querySelectorAll(".pointed")) old.classList.remove("pointed");
    block.classList.add("pointed");
    part.classList.add("pointed");
    reveal(at("pane-page"), block, 80);
  }

  function head(page) {
    const facts = make("p", "facts", make("b", "", page.type),
      make("span", "", "confidence ", sureness(page)),
      page.language ? make("span", "", `language ${page.language}`) : null,
      make("span", "", ...marked(page.place)),
      ...page.flags.map((flag) => make("span", "chip", flag)));
    const link = /^https?:\/\//i.test(page.url || "") ? make("a", "", ...marked(page.url)) : null;
    if (link) Object.assign(link, { href: page.url, rel: "noopener noreferrer nofollow" });
    const where = link || (page.url || page.id) && make("span", "", ...marked(page.url || page.id));
    return [facts, where ? make("p", "", where) : ""];
  }

  function blocks(page) {
    if (page.missing) return [make("p", "empty", page.missing)];
    const title = make("h3", "", "Page");
    if (!page.blocks.length) return [title, make("p", "empty", "No text.")];
    const left = page.blocksLeft && make("p", "empty", `${page.blocksLeft} more blocks are not in this report.`);
    return [title, ...runs(page).flatMap(run), left || ""];
  }

  function runs(page) {
    const found = [];
    for (const one of page.blocks) {
      const last = found[found.length - 1];
      if (last && last[0][0] === one[0]) last.push(one);
      else found.push([one]);
    }
    return found;
  }

  // A long run of one kind that is not the story shows its beginning; the rest unfolds.
  function run(found) {
    const kind = found[0][0];
    const made = found.map(block);
    if (found.length < LONG || STORY.has(families[kind])) return made;
    const rest = make("details", `run f-${families[kind]}`,
      make("summary", "", `${made.length - BEGINNING} more blocks of ${kind}`), ...made.slice(BEGINNING));
    rest.open = rest.querySelector("mark") !== null;
    return [...made.slice(0, BEGINNING), rest];
  }

  function block([kind, sure, text]) {
    return make("div", `block f-${families[kind]} k-${kind}`, make("span", "kind", kind),
      make("span", sure < LOW ? "how low" : "how", sure.toFixed(2)), written("span", "what", text));
  }

  const ELEMENTS = { paragraph: ["p", ""], heading: ["h5", ""], list_item: ["div", "item"],
    quote: ["blockquote", ""], table_row: ["div", "row"] };

  function article(page) {
    const by = [page.authors.join(", "), page.published && `published ${page.published}`,
      page.modified && `modified ${page.modified}`, page.country && `dateline ${page.country}`];
    const flow = make("div", "flow",
      page.kicker && written("p", "kicker", page.kicker),
      page.headline ? written("h4", "", page.headline) : make("h4", "untitled", "No headline found"),
      page.deck && written("p", "deck", page.deck),
      by.some(Boolean) ? written("p", "by", by.filter(Boolean).join(" · ")) : null,
      ...paragraphs(page));
    if (!page.body.length) flow.append(make("p", "empty", `No body: the page type is ${page.type}.`));
    if (page.bodyLeft) flow.append(make("p", "empty", `${page.bodyLeft} more parts are not in this report.`));
    return [make("h3", "", "Article"), flow, around(page)];
  }

  function paragraphs(page) {
    const dateline = (page.dateline || "").trimEnd();
    let open = Boolean(dateline);
    return page.body.map(([kind, text]) => {
      const [tag, className] = ELEMENTS[kind] || ["p", ""];
      if (!open || !text.startsWith(dateline)) return written(tag, className, text);
      open = false;
      const made = make(tag, className, make("span", "dateline", ...marked(dateline)),
        ...marked(text.slice(dateline.length)));
      made.dir = "auto";
      return made;
    });
  }

  function around(page) {
    const kinds = Object.entries(page.boilerplate).sort((a, b) => b[1] - a[1]);
    if (page.ticker.length) kinds.unshift(["ticker", page.ticker.length]);
    if (!kinds.length) return "";
    return make("div", "around", "Kept beside the article", make("ul", "",
      ...kinds.map(([kind, count]) => make("li", `f-${families[kind]}`, `${kind} ${count}`))));
  }

  function step(by) {
    if (!shown.length) return;
    const next = shown.indexOf(current) + by;
    choose(shown[Math.min(Math.max(next, 0), shown.length - 1)]);
  }

  const KEYS = { j: () => step(1), k: () => step(-1), "/": () => at("search").focus() };

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") {
      at("filters").reset();
      document.activeElement.blur();
      list();
    } else if (!typing && KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    }
  }

  function show(which) {
    document.querySelector(".panes").dataset.show = which;
    for (const name of ["page", "article"]) at(`show-${name}`).setAttribute("aria-pressed", name === which);
  }

  options(at("type"), counted(pages.map((page) => page.type)));
  options(at("flag"), counted(pages.flatMap((page) => page.flags)));
  options(at("sure"), BANDS);
  // Some browsers tell of a select by `change` alone.
  for (const event of ["input", "change"]) at("filters").addEventListener(event, list);
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", pressed);
  for (const name of ["page", "article"]) at(`show-${name}`).addEventListener("click", () => show(name));
  show(pages.some((page) => page.blocks.length) ? "page" : "article");
  at("app").hidden = false;
  const linked = /^#page-(\d+)$/.exec(location.hash);
  current = (linked && pages[linked[1] - 1]) || null;
  list();
  if (linked) at("browser").scrollIntoView();
})();
