// Checks a receipt in its reader's own browser: every ballot recomputed, hers found, the way to the log's signed head
// walked. Without this script the page lists the ballots all the same. All words stand in the page (data-say).
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", W = 256;
const box = document.getElementById("receipt-check"), said = box.querySelector("output");
const utf8 = (text) => new TextEncoder().encode(text), plain = (raw) => new TextDecoder().decode(raw);
const hex = (raw) => [...raw].map((b) => b.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (two) => parseInt(two, 16));
const unb64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const sha = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
const size8 = (raw) => { const eight = new Uint8Array(8); new DataView(eight.buffer).setUint32(4, raw.length); return eight; };
const hashed = (...fields) => sha(...fields.flatMap((raw) => [size8(raw), raw]));
const say = (key, value) => {
  const line = box.querySelector(`[data-say="${key}"]`).cloneNode(true);
  if (value !== undefined) line.querySelector(".num").textContent = value;
  said.append(line);
};
const file = async (path) => {
  const answer = await fetch("/record/" + path, { cache: "no-cache" });
  if (!answer.ok) throw path;
  return new Uint8Array(await answer.arrayBuffer());
};

// The receipt code: 80 bits in sixteen signs, and a check sign (Luhn mod 32). Returns them in hexadecimal.
const readCode = (typed) => {
  const values = [...typed.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1").replace(/[^0-9A-Z]/g, "")].map((s) => SIGNS.indexOf(s));
  const sum = values.reduceRight((n, v, i) => { const x = (1 + i % 2) * v; return n + (i < 16 ? (x >> 5) + x % 32 : 0); }, 0);
  if (values.length !== 17 || values.includes(-1) || (sum + values[16]) % 32) return "";
  return values.slice(0, 16).reduce((n, v) => n * 32n + BigInt(v), 0n).toString(16).padStart(20, "0");
};

// The root over equal subtrees: pair by pair, a lone last one moves up.
const fold = async (row) => {
  while (row.length > 1) {
    const up = [];
    for (let i = 0; i < row.length; i += 2) up.push(i + 1 < row.length ? await sha(Uint8Array.of(1), row[i], row[i + 1]) : row[i]);
    row = up;
  }
  return row[0];
};

// Walks from the commitment's leaf to the root of the checkpoint. Returns what is wrong, or how large the log is.
const walk = async (commitment, proposal) => {
  const [body] = plain(await file("checkpoint")).split("\n\n"), [, count, root] = body.split("\n"), n = Number(count);
  const wide = (level) => Math.floor(n / W ** level);
  const tile = async (level, at) => {
    const width = Math.min(W, wide(level) - at * W);
    let name = String(at % 1000).padStart(3, "0");
    for (let rest = Math.floor(at / 1000); rest; rest = Math.floor(rest / 1000)) name = `x${String(rest % 1000).padStart(3, "0")}/${name}`;
    const raw = await file(`tile/${level}/${name}${width < W ? ".p/" + width : ""}`);
    return Array.from({ length: width }, (_, i) => raw.slice(32 * i, 32 * i + 32));
  };
  const leaf = async (type) => hex(await sha(Uint8Array.of(0), utf8(`{"commitment":"${commitment}","proposal":"${proposal}","type":"${type}","v":1}`)));
  const wanted = [await leaf("commitment"), await leaf("late")];
  let at = Math.ceil(n / W), row = [], level = 0;
  while (at-- && !row.some((h) => wanted.includes(hex(h)))) row = await tile(0, at);
  at++;
  if (!row.some((h) => wanted.includes(hex(h)))) return { wrong: "unlogged" };
  for (; row.length === W; level++) {
    const here = at % W, up = hex(await fold(row));
    row = await tile(level + 1, at = Math.floor(at / W));
    if (hex(row[here]) !== up) return { wrong: "tree" };
  }
  let top;
  for (let l = 0; wide(l); l++) {
    const edge = wide(l) % W ? await tile(l, Math.floor(wide(l) / W)) : [];
    if (top) edge.push(top);
    if (edge.length) top = await fold(edge);
  }
  return hex(top) === hex(unb64(root)) ? { n } : { wrong: "tree" };
};

// Is the checkpoint signed by the log's key? undefined where this browser knows no Ed25519.
const signed = async () => {
  const [, name, id, key] = plain(await file("vkey")).trim().match(/^([^+]+)\+(\w{8})\+(.+)$/);
  const [body, lines] = plain(await file("checkpoint")).split("\n\n");
  const raws = lines.split("\n").filter((line) => line.startsWith(`\u2014 ${name} `)).map((line) => unb64(line.split(" ")[2]));
  let known;
  try { known = await crypto.subtle.importKey("raw", unb64(key).slice(1), "Ed25519", false, ["verify"]); } catch { return undefined; }
  for (const raw of raws) if (hex(raw.slice(0, 4)) === id) return crypto.subtle.verify("Ed25519", known, raw.slice(4), utf8(body + "\n"));
  return false;
};

const check = async (form) => {
  const proposal = box.dataset.proposal, start = readCode(form.code.value), name = utf8(proposal);
  if (!start) return say("wrong-code");
  const rows = plain(await file(`proposals/${proposal}/ballots.jsonl`)).trim().split("\n").map((line) => JSON.parse(line));
  for (const row of rows) {
    const again = hex(await hashed(utf8("rsn/ballot/v1"), name, utf8(row.choice), unhex(row.group), unhex(row.nonce), unhex(row.phrase)));
    if (again !== row.commitment) return say("changed", row.commitment.slice(0, 8));
  }
  say("rows", rows.length);
  const mine = rows.find((row) => row.commitment.startsWith(start));
  if (!mine) return say("absent");
  const salt = form.salt.value.replace(/\s/g, "").toLowerCase();
  if (salt) {
    const mark = hex(await hashed(utf8("rsn/ballot-phrase/v1"), name, unhex(salt), utf8(form.phrase.value.normalize("NFC"))));
    if (mark !== mine.phrase) return say("phrase-wrong");
    say("phrase");
  }
  const way = await walk(mine.commitment, proposal);
  if (way.wrong) return say(way.wrong);
  say("logged", way.n);
  const good = await signed();
  say(good === false ? "forged" : good ? "verified" : "unsure");
};

// A copy of the site on a stick may fetch nothing: there the list of the page and recount.py have to do.
if (crypto.subtle && location.protocol !== "file:") {
  box.hidden = false;
  box.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    said.replaceChildren();
    try { await check(event.target); } catch { say("unread"); }
  });
}
