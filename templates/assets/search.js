// Finds pages by their words, in the index that lies beside them as small scripts: only those a question needs are
// fetched, wherever the pages lie. Without this script the form asks the service, and the lists of the page lead
// everywhere. All words stand in the page (data-say). What the words are folded to is said in
// site_builder/search/folding.py, sign by sign the same.
(() => {
  const box = document.getElementById("search"), form = box.querySelector("form"), field = form.elements.q;
  const said = box.querySelector("[role=status]"), list = box.querySelector(".found");
  const words = box.querySelector("template").content, { root, shards, locale } = box.dataset;
  const groups = box.dataset.groups.split(" ");
  const number = new Intl.NumberFormat(locale);
  const FILES = 4, SHOWN = 5, MORE = 20;

  const LETTERS = { "ß": "ss", "ς": "σ", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا" };
  const fold = (text) => text.normalize("NFKD").toLowerCase().normalize("NFKD")
    .replace(/['’]s(?![\p{L}\p{N}])/gu, "").replace(/[\p{M}ـء]/gu, "")
    .replace(/[ßςæœøłđðþıىیةکٱ]/g, (sign) => LETTERS[sign]).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  // A typed word may be a plural, or carry the Arabic article; the index has the bare word, or its beginning.
  const forms = (word) => {
    const all = [word];
    if (/^ال../.test(word)) all.push(word.slice(2));
    if (/^[a-z]{3,}s$/.test(word)) all.push(word.slice(0, -1));
    if (/^[a-z]{3,}es$/.test(word)) all.push(word.slice(0, -2));
    return all.map((one) => [...one].slice(0, 40).join(""));
  };

  // The files of the index: each calls rsnIndex with its name and what it holds. Every group of pages has an index of
  // its own, whose head says which files there are: heads by group, and kinds of pages with the head they belong to.
  const held = {}, arrived = {}, heads = {}, kinds = [];
  let asked = 0;
  window.rsnIndex = (name, holds) => arrived[name](holds);
  const fetched = (name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    arrived[name] = resolve;
    script.onerror = () => { delete held[name]; reject(name); };
    const head = heads[name.split("/")[0]];
    script.src = shards + name + ".js" + (head ? "?" + head.v : "");
    document.head.append(script);
  });
  const load = (name) => held[name] || (held[name] = fetched(name));
  const fileName = (letter, start) => letter + "-" + [...start].map((s) => (s < "\x80" ? s : "_" + s.codePointAt(0).toString(16))).join("");

  const open = async () => {
    if (kinds.length) return;
    const all = await Promise.all(groups.map((group) => load(group + "/head")));
    all.forEach((head, i) => {
      heads[groups[i]] = head;
      for (const [kind, folder, , newest] of head.k) kinds.push({ kind, folder, newest, group: groups[i] });
    });
    const order = [...words.querySelectorAll("[data-say^=kind-]")].map((one) => one.dataset.say.slice(5));
    kinds.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  };

  // The words of an index ("n": of titles, "w": of texts) that begin so; all of them, unless they fill too many files.
  const wordsFrom = async (letter, start) => Object.assign({}, ...await Promise.all(groups.map((g) => wordsOf(g, letter, start))));
  const wordsOf = async (group, letter, start) => {
    const starts = heads[group][letter], first = starts.filter((s) => s <= start).length - 1;
    const later = starts.filter((s, i) => i > first && s.startsWith(start));
    const files = [...(first < 0 ? [] : [starts[first]]), ...(later.length < FILES ? later : [])];
    const found = await Promise.all(files.map((s) => load(group + "/" + fileName(letter, s))));
    return Object.assign({}, ...found);
  };

  // Where a word stands: page by page how well it is met, 0 (its name) to 3 (a word in its text that begins so).
  const pagesOf = async (word) => {
    const met = new Map(), wanted = forms(word);
    const meet = (places, how) => {
      for (const group of places.split(" ")) {
        let at = 0;
        for (const step of group.slice(1).split(".")) {
          at += parseInt(step, 36);
          const page = group[0] + at;
          met.set(page, Math.min(how, met.get(page) ?? 9));
        }
      }
    };
    for (const [letter, how, least] of [["n", 0, 2], ["w", 2, 3]]) {
      for (const one of wanted) {
        for (const found of await Promise.all(groups.map((group) => wordsOf(group, letter, one)))) {
          for (const [name, places] of Object.entries(found)) {
            if (name === one) meet(places, how);
            else if (one.length >= least && name.startsWith(one)) meet(places, how + 1);
          }
        }
      }
    }
    return met;
  };

  // How many letters have to be changed, added, left out or swapped to make one word the other; 3 for more than two.
  const apart = (a, b) => {
    if (Math.abs(a.length - b.length) > 2) return 3;
    let before, row = [...b, 0].map((_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return row[b.length];
  };

  // The word of a title or text nearest to a typed one, as it is written on its first page; "" where none is near.
  const nearest = async (word) => {
    let best = ["", word.length < 5 ? 2 : 3, ""];
    const [first, second = ""] = word;
    for (const start of new Set([word.slice(0, 3), first + second, second + first, first])) {
      for (const letter of ["n", "w"]) {
        for (const [name, places] of Object.entries(await wordsFrom(letter, start))) {
          const far = apart(word, name);
          if (far && far < best[1]) best = [name, far, places];
        }
      }
      if (best[0]) break;
    }
    if (!best[0]) return "";
    const page = await pageAt(best[2].split(/[ .]/)[0]);
    return tokens(page.title + " " + page.excerpt).find((t) => fold(t)[0] === best[0]) || best[0];
  };
  const tokens = (text) => text.match(/[\p{L}\p{N}\p{M}]+/gu) || [];

  // A page by its kind and number (to the base of 36 in places, of 10 elsewhere).
  const pageAt = async (place) => page(place[0], parseInt(place.slice(1), 36));
  const page = async (kind, at) => {
    const { group, folder } = kinds.find((one) => one.kind === kind), held = heads[group].a;
    const [place, title, excerpt, its] = (await load(group + "/" + kind + Math.floor(at / held)))[at % held];
    let path = root + (folder + place).slice(1);
    if (!root.startsWith("/") && path.endsWith("/")) path += "index.html";
    return { path, title, excerpt, its };
  };

  const say = (key, value) => {
    const line = words.querySelector(`[data-say="${key}"]`).cloneNode(true);
    if (value !== undefined) line.querySelector(".value").textContent = value;
    return line;
  };
  const marked = (text, wanted) => text.split(/([\p{L}\p{N}\p{M}]+)/u).map((part, i) => {
    if (i % 2 === 0 || !fold(part).some((w) => wanted.some((one) => w.replace(/^ال(?=...)/, "").startsWith(one)))) return part;
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });

  const item = (one, wanted) => {
    const line = words.querySelector("li").cloneNode(true), link = line.querySelector("a"), text = line.querySelector("p");
    link.href = one.path;
    link.querySelector("bdi").textContent = one.title;
    text.append(...marked(one.excerpt, wanted));
    if (one.its) for (const part of [link, text]) part.lang = one.its;
    return line;
  };

  // A kind of pages with those found; members stand in the order of names whatever was met, others by what was met.
  const part = (kind, pages, wanted) => {
    const box = words.querySelector("section").cloneNode(true), rows = box.querySelector("ul"), more = box.querySelector("button");
    const title = box.querySelector("h2");
    title.id = "found-" + kind;
    box.setAttribute("aria-labelledby", title.id);
    title.append(say("kind-" + kind), say("count", number.format(pages.length)));
    let shown = 0;
    const show = async (upTo) => {
      const next = await Promise.all(pages.slice(shown, upTo).map((at) => page(kind, at)));
      const lines = next.map((one) => item(one, wanted));
      shown = upTo;
      rows.append(...lines);
      more.hidden = shown >= pages.length;
      return lines[0];
    };
    more.onclick = async () => (await show(shown + MORE)).querySelector("a").focus();
    return show(SHOWN).then(() => box);
  };

  const answer = async (typed) => {
    const wanted = [...new Set(fold(typed))].slice(0, 12);
    if (!wanted.length) return [[], []];
    await open();
    const found = await Promise.all(wanted.map(pagesOf));
    let all = found[0];
    for (const other of found.slice(1)) {
      all = new Map([...all].filter(([p]) => other.has(p)).map(([p, how]) => [p, Math.max(how, other.get(p))]));
    }
    if (!all.size) {
      const missing = found.findIndex((one) => !one.size);
      if (missing < 0) return [[say("not-all")], []];
      const meant = await nearest(wanted[missing]);
      return [[meant ? guess(typed, wanted[missing], meant) : say("nothing")], []];
    }
    const parts = kinds.map(({ kind, newest }) => {
      const pages = [...all].filter(([p]) => p[0] === kind).map(([p, how]) => [parseInt(p.slice(1), 10), how]);
      pages.sort((a, b) => (kind === "m" ? 0 : a[1] - b[1]) || (newest ? b[0] - a[0] : a[0] - b[0]));
      return { kind, best: Math.min(9, ...pages.map((p) => p[1])) > 1, pages: pages.map((p) => p[0]) };
    }).filter((one) => one.pages.length).sort((a, b) => a.best - b.best);
    const marks = wanted.flatMap(forms);
    return [[say("found", number.format(all.size))], await Promise.all(parts.map((one) => part(one.kind, one.pages, marks)))];
  };

  const guess = (typed, wrong, meant) => {
    const line = say("meant"), button = line.querySelector("button");
    const mended = typed.split(/([\p{L}\p{N}\p{M}'’]+)/u).map((part) => (fold(part)[0] === wrong ? meant : part)).join("");
    button.querySelector("bdi").textContent = mended.trim();
    button.onclick = () => { field.value = mended.trim(); field.focus(); ask(); };
    return line;
  };

  const ask = async () => {
    const mine = ++asked, typed = field.value;
    let lines, parts = [];
    try { [lines, parts] = await answer(typed); } catch { lines = [say("unread")]; }
    if (mine !== asked) return;
    said.replaceChildren(...lines);
    list.replaceChildren(...parts);
    if (location.protocol !== "file:") history.replaceState(null, "", typed.trim() ? "?q=" + encodeURIComponent(typed.trim()) : location.pathname);
  };

  let timer;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); ask(); });
  field.value = field.value || new URLSearchParams(location.search).get("q") || "";
  if (field.value) ask();
})();
