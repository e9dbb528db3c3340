// Judges the seal behind "#" in this browser, as docs/seal.md says; nothing of it is sent anywhere.
"use strict";

const LONGEST = 600, STALE = 48 * 3600, SKEW = 600, DAY = 86400, WIB = 7 * 3600; // characters, then seconds
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-:+";
const HEAD = [0xd2, 0x84, 0x47, 0xa2, 0x01, 0x26, 0x04, 0x42]; // tag 18, array, {1: -7, 4: two bytes}
const SIGNATURE1 = [0x84, 0x6a, ...new TextEncoder().encode("Signature1")];
const WORDS = JSON.parse(document.getElementById("words").textContent);

class Verdict extends Error {
  constructor(answer, reason) { super(reason); this.answer = answer; this.reason = reason; }
}

function base41(text) {
  const out = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((one) => ALPHABET.indexOf(one));
    const number = group.reduce((sum, digit) => sum * 41 + digit, 0);
    if (group.length < 2 || group.includes(-1) || number >= 256 ** (group.length - 1)) throw RangeError("base41");
    if (group.length === 3) out.push(number >> 8);
    out.push(number & 255);
  }
  return Uint8Array.from(out);
}

function cbor(bytes, start = 0) { // one item of the kinds that a seal holds, and where it ends
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  function item() {
    const kind = view.getUint8(at) >> 5, short = view.getUint8(at++) & 31;
    let count = short;
    if (short > 27) throw RangeError("cbor");
    if (short > 23) {
      const width = 1 << (short - 24);
      count = 0;
      for (let i = 0; i < width; i++) count = count * 256 + view.getUint8(at++);
    }
    if (kind === 0) return count;
    if (kind === 1) return -1 - count;
    if (kind === 2 || kind === 3) {
      if (at + count > bytes.length) throw RangeError("cbor");
      const part = bytes.subarray(at, at += count);
      return kind === 2 ? part : new TextDecoder("utf-8", { fatal: true }).decode(part);
    }
    if (kind === 4) { const list = []; while (list.length < count) list.push(item()); return list; }
    if (kind === 5) { const map = new Map(); for (let i = 0; i < count; i++) map.set(item(), item()); return map; }
    throw RangeError("cbor");
  }
  return [item(), at];
}

function envelope(bytes) {
  if (HEAD.some((byte, at) => bytes[at] !== byte) || bytes[10] !== 0xa0) throw RangeError("cose");
  const [payload, after] = cbor(bytes, 11), [signature, end] = cbor(bytes, after);
  if (!(payload instanceof Uint8Array) || !(signature instanceof Uint8Array)) throw RangeError("cose");
  if (signature.length !== 64 || end !== bytes.length) throw RangeError("cose");
  const kid = [...bytes.subarray(8, 10)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { kid, payload, signature, guarded: bytes.subarray(2, 10) };
}

function bytesHead(size) {
  return size < 24 ? [0x40 + size] : size < 256 ? [0x58, size]
    : size < 65536 ? [0x59, size >> 8, size & 255] : [0x5a, size >>> 24, size >> 16 & 255, size >> 8 & 255, size & 255];
}

const unbase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

async function isSigned(sealed, pem) {
  const der = unbase64(pem.replace(/-----[^-]+-----|\s/g, ""));
  const kind = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("spki", der, kind, false, ["verify"]);
  const said = new Uint8Array(
    [...SIGNATURE1, ...sealed.guarded, 0x40, ...bytesHead(sealed.payload.length), ...sealed.payload]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, sealed.signature, said);
}

const dayOf = (second) => Math.floor((second + WIB) / DAY);
const dayNamed = (text) => Date.parse(text + "T00:00:00Z") / (DAY * 1000);

function statementOf(payload) {
  const claims = cbor(payload)[0];
  const [number, type, name, tail, waits, serial, , workers = 0] = claims.get(-65537);
  const from = dayOf(claims.get(5)), ends = claims.get(4);
  const texts = [number, type, name].every((one) => typeof one === "string");
  if (!texts || ![from, waits, serial].every(Number.isInteger)) throw TypeError("claims");
  const last4 = typeof tail === "number" ? String(tail).padStart(4, "0") : tail;
  return { number, type, name, last4, from, until: ends === undefined ? null : dayOf(ends) - 1, issued: from - waits,
    serial, workers };
}

async function read(text, trust) {
  if (!trust.hosts.includes(location.hostname.toUpperCase())) throw new Verdict("not_ours", "foreign_address");
  if (text.length + location.hostname.length + 10 > LONGEST) throw new Verdict("not_ours", "foreign_address");
  let sealed;
  try { sealed = envelope(base41(text)); } catch { throw new Verdict("altered", "code_damaged"); }
  const key = trust.seal_keys.find((one) => one.kid === sealed.kid);
  if (!key) throw new Verdict("not_ours", "unknown_key");
  if (!await isSigned(sealed, key.public)) throw new Verdict("altered", "seal_broken");
  let said;
  try { said = statementOf(sealed.payload); } catch { throw new Verdict("altered", "seal_broken"); }
  const inTime = dayNamed(key.not_before) <= said.issued && said.issued <= dayNamed(key.not_after);
  if (!inTime || !said.type.startsWith(key.family)) throw new Verdict("not_ours", "key_not_for_this");
  return said;
}

async function listOf(trust) { // null: no list; throws for one that cannot be used
  if (!trust.withdrawals) return null;
  const sealed = envelope(unbase64(trust.withdrawals));
  const key = trust.list_keys.find((one) => one.kid === sealed.kid);
  if (!key || !await isSigned(sealed, key.public)) throw RangeError("list");
  const claims = cbor(sealed.payload)[0];
  const inflated = new Blob([claims.get(-65538)]).stream().pipeThrough(new DecompressionStream("deflate"));
  const pieces = cbor(new Uint8Array(await new Response(inflated).arrayBuffer()))[0];
  return { issued: claims.get(6), expires: claims.get(4), pieces };
}

function isListed(list, serial) {
  const bits = list.pieces.get(Math.floor(serial / 65536)), place = serial % 65536;
  return bits !== undefined && place >> 3 < bits.length && (bits[place >> 3] >> (place & 7) & 1) === 1;
}

async function judge(text, trust, now) {
  const said = await read(text, trust);
  const found = { answer: "valid", reason: "none", said, notes: [], age: null };
  if (said.name.endsWith("…")) found.notes.push("name_cut");
  try {
    const list = await listOf(trust);
    const age = list && now - list.issued;
    if (list && isListed(list, said.serial)) return { ...found, answer: "withdrawn", reason: "on_the_list", age };
    if (!list) found.notes.push("withdrawal_unknown", "no_list");
    else if (age < -SKEW) found.notes.push("withdrawal_unknown", "list_unusable");
    else {
      found.age = age;
      if (now >= list.expires || age > STALE) found.notes.push("withdrawal_unknown", "list_too_old");
    }
  } catch { found.notes.push("withdrawal_unknown", "list_unusable"); }
  const today = dayOf(now);
  if (today < said.from) return { ...found, answer: "not_yet", reason: "before_validity" };
  if (said.until !== null && today > said.until) return { ...found, answer: "expired", reason: "after_validity" };
  return found;
}

function longDate(day) {
  const date = new Date(day * DAY * 1000);
  return `${date.getUTCDate()} ${WORDS.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

function ageWords(age) {
  if (age >= 2 * DAY) return `berumur ${Math.floor(age / DAY)} hari`;
  const minutes = Math.floor(Math.max(age, 0) / 60), hours = Math.floor(minutes / 60);
  if (!minutes) return "baru dibuat";
  return "berumur " + [hours && `${hours} jam`, minutes % 60 && `${minutes % 60} menit`].filter(Boolean).join(" ");
}

function factsOf(said, age) {
  const letter = WORDS.letters[said.type];
  const until = said.until === null ? "tanpa batas akhir" : longDate(said.until);
  return [["Nomor", said.number], ["Jenis", WORDS.types[said.type] || said.type], ["Nama", said.name],
    ["NIK (empat angka terakhir)", said.last4], ["Jumlah pekerja", said.workers ? String(said.workers) : ""],
    ["Masa berlaku", letter ? "" : `${longDate(said.from)} s.d. ${until}`], ["Tanggal terbit", longDate(said.issued)],
    ["Daftar pencabutan", age === null ? "" : ageWords(age)]].filter(([, value]) => value);
}

function show(found) {
  const place = document.getElementById("answer");
  const letter = found.said && found.answer === "valid" && WORDS.letters[found.said.type];
  const kind = letter || found.answer;
  const [title, advice] = WORDS.answers[kind];
  place.dataset.answer = kind;
  place.querySelector("h2").textContent = title;
  place.querySelector(".reason").textContent = WORDS.reasons[found.reason] || "";
  place.querySelector(".advice").textContent = advice;
  place.querySelector("dl").replaceChildren(...(found.said ? factsOf(found.said, found.age) : []).flatMap((pair) =>
    pair.map((text, second) => Object.assign(document.createElement(second ? "dd" : "dt"), { textContent: text }))));
  place.querySelector("ul").replaceChildren(...(found.notes || []).map((note) =>
    Object.assign(document.createElement("li"), { textContent: WORDS.notes[note] })));
  place.hidden = false;
}

async function look() {
  const text = location.hash.slice(1);
  if (!text) return;
  show({ answer: "wait" });
  try {
    const sent = await fetch("trust", { cache: "no-store" });
    if (!sent.ok) throw Error("trust");
    const clock = Date.parse(sent.headers.get("date")) || Date.now(); // the telephone's own may be wrong
    show(await judge(text, await sent.json(), clock / 1000));
  } catch (fault) {
    show(fault instanceof Verdict ? fault : { answer: "unknown" });
  }
}

addEventListener("hashchange", look);
look();
