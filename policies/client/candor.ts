/**
 * Asks a Candor server whether something may be done with personal data.
 *
 *     const candor = new Candor("http://127.0.0.1:8181");
 *     const answer = await candor.decide({ notice: "shop", action: "use", categories: ["email"], purpose: "send-news" });
 *     if (answer.allow) …
 *
 * Asking never throws and never allows by accident. Whatever goes wrong on the way, be
 * it no connection, no time left, another status than 200 or a body that is no answer,
 * is an answer that denies, with one reason of source "client" whose code says what.
 *
 * A type for questions that name only what a notice knows comes from `candor generate
 * ts`; give it as the type argument: `new Candor<Question>(…)`.
 */

/** A question. What is left out is not stated. */
export interface Question {
  notice: string;
  action: string;
  categories?: readonly string[];
  purpose?: string;
  recipient?: string;
  audiences?: readonly string[];
  /** Completed years. */
  age?: number;
  form?: string;
  basis?: string;
  right?: string;
  event?: string;
  channel?: string;
  role?: string;
  /** ISO 3166 codes, EU or EEA. */
  place?: { person?: string; customer?: string; host?: string; destination?: string };
  gates?: { readonly [gate: string]: boolean | { on?: string; by?: string; via?: string; ended?: string | null } };
  documents?: { readonly [document: string]: "forbids" | "permits" };
  /** Days, or RFC 3339 instants. */
  since?: { readonly [event: string]: string };
  earlier?: readonly string[];
  counts?: { readonly [what: string]: number };
  on?: string;
  /** Assumptions deny unless this is false. */
  strict?: boolean;
}

export type Outcome = "allow" | "allow_with_obligations" | "deny" | "not_covered";

/** The codes of reasons. A newer server may know more of them. */
export type Code =
  | "permitted" | "barred" | "consent_missing" | "authority_missing" | "fact_missing" | "opted_out" | "objected"
  | "retention_elapsed" | "retention_unknown" | "legal_hold" | "only" | "closed" | "document_forbids" | "outside_scope"
  | "no_statement" | "fact_absent" | "wrong_channel" | "too_often" | "held_by_other" | "late" | "required" | "own_rule"
  | "bad_question" | "unknown_notice" | "unknown_action" | "unknown_category" | "unknown_purpose" | "unknown_recipient"
  | "unknown_audience" | "unknown_basis" | "unknown_right" | "unknown_event" | "unknown_gate" | "unknown_document"
  | "unknown_place" | "underspecified" | "bundle_expired" | "evaluation_failed" | "not_ready"
  | ClientCode;

/** The codes of this client. Each of them denies. */
export type ClientCode =
  | "unasked" /* the question cannot be written as JSON */
  | "unreachable" /* no connection, or it broke */
  | "timed_out" /* no whole answer in time */
  | "refused" /* another status than 200, which is the detail */
  | "bad_answer" /* what came is no answer */;

export interface Reason {
  code: Code | (string & {});
  source: "notice" | "law" | "own" | "engine" | "client" | (string & {});
  statement?: string;
  rule?: string;
  citation?: string;
  status?: string;
  conflicts?: string;
  /** The sentence of the notice. */
  text: string;
  at?: { notice: string; version: string; path: string };
  due?: string;
  detail?: string;
}

export interface Obligation {
  id: string;
  text: string;
  due: string;
  overdue: boolean;
  to: string;
  via: string[];
  fee: string;
}

export interface Answer {
  outcome: Outcome;
  allow: boolean;
  notice: { outcome: Outcome };
  law: { outcome: Outcome | "none" };
  reasons: Reason[];
  obligations: Obligation[];
  missing: string[];
  assumed: string[];
  issues: string[];
  basis: string;
  bundle: { serial: number; digest: string; expires: string };
}

/** The categories that a type of questions knows. */
type Categories<Q> = Q extends { categories?: infer C } ? NonNullable<C> : readonly string[];

/** A field of a record, such as a column or a key, and the categories of data it holds. */
export interface Field<Q = Question> {
  name: string;
  categories: Categories<Q>;
}

/** Which fields a question allows, by their names. */
export interface Selection {
  allowed: string[];
  denied: { name: string; answer: Answer }[];
  /** The one answer to the allowed fields together: it holds what is owed for them. */
  answer: Answer;
}

/** Data kept about one person, and what is known of it. */
export interface Kept<Q = Question> {
  id: string;
  categories: Categories<Q>;
  since?: Q extends { since?: infer S } ? S : never;
  gates?: Q extends { gates?: infer G } ? G : never;
}

/** Until when a record may be kept. */
export interface Keeping {
  id: string;
  /** On the day asked about. */
  keep: boolean;
  /** The last day, or the instant, at which it may be kept; "" where no end is known, or there never was a time. */
  by: string;
  answer: Answer;
}

/** What is asked of many fields or records at once: each brings the categories itself. */
export type About<Q, Left extends string = "categories"> = Q extends unknown ? Omit<Q, Left> : never;

export interface Options {
  /** Milliseconds for one request and its whole answer; 2,000 when left out. */
  timeout?: number;
  /** Sent with every request, such as an Authorization. */
  headers?: Readonly<Record<string, string>>;
  /** Asks in place of the global fetch. */
  fetch?: typeof fetch;
}

/** How many questions or records a request may hold; more are asked in several. */
const most = 100;

/** A server, and how it is asked. */
export class Candor<Q extends { notice: string; action: string } = Question> {
  readonly #base: string;
  readonly #timeout: number;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #fetch: typeof fetch;

  /** The address is that of the server, without /v1. One that is no address throws. */
  constructor(address: string | URL, options: Options = {}) {
    this.#base = new URL(address).href.replace(/\/*$/, "/");
    this.#timeout = options.timeout ?? 2000;
    this.#headers = options.headers ?? {};
    this.#fetch = options.fetch ?? ((...request) => fetch(...request));
  }

  /** Answers one question. */
  async decide(question: Q): Promise<Answer> {
    const body = written(question);
    if (body === undefined) return denied("unasked");
    const got = await this.#post("v1/decision", body);
    return "denied" in got ? got.denied : answered(got.value);
  }

  /** Answers several questions, each for itself, in their order. */
  async decideAll(questions: readonly Q[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let i = 0; i < questions.length; i += most) {
      answers.push(...await this.#some(questions.slice(i, i + most)));
    }
    return answers;
  }

  /** Tells which fields may be, say, sent, at most 100 of them. What goes wrong denies them all. */
  async fields(question: About<Q>, fields: readonly Field<Q>[]): Promise<Selection> {
    const body = written({ question, fields });
    const got = body === undefined ? { denied: denied("unasked") } : await this.#post("v1/fields", body);
    if (!("denied" in got) && isSelection(got.value, fields)) return got.value;
    const answer = "denied" in got ? got.denied : denied("bad_answer");
    return { allowed: [], denied: fields.map(({ name }) => ({ name, answer })), answer };
  }

  /** Tells of each record until when it may be kept. The action is retain unless the question says otherwise. */
  async retention(question: About<Q, "categories" | "action"> & { action?: Q["action"] }, records: readonly Kept<Q>[]): Promise<Keeping[]> {
    const all: Keeping[] = [];
    for (let i = 0; i < records.length; i += most) {
      const some = records.slice(i, i + most);
      const body = written({ question, records: some });
      const got = body === undefined ? { denied: denied("unasked") } : await this.#post("v1/retention", body);
      const list = "denied" in got || !isRecord(got.value) ? undefined : got.value.records;
      const whole = Array.isArray(list) && list.length === some.length ? list : [];
      all.push(...some.map(({ id }, j): Keeping => {
        const kept: unknown = whole[j];
        return isKeeping(kept, id) ? kept : { id, keep: false, by: "", answer: "denied" in got ? got.denied : denied("bad_answer") };
      }));
    }
    return all;
  }

  async #some(questions: readonly Q[]): Promise<Answer[]> {
    const bodies = questions.map(written);
    const asked = bodies.filter((body) => body !== undefined);
    const got = asked.length > 0 ? await this.#post("v1/decisions", `{"questions":[${asked.join(",")}]}`) : { value: { answers: [] } };
    const list = "denied" in got || !isRecord(got.value) ? undefined : got.value.answers;
    const whole = Array.isArray(list) && list.length === asked.length ? list : undefined;
    let next = 0;
    return bodies.map((body) => {
      if (body === undefined) return denied("unasked");
      if ("denied" in got) return denied(got.denied.reasons[0]!.code as ClientCode, got.denied.reasons[0]!.detail);
      return whole ? answered(whole[next++]) : denied("bad_answer");
    });
  }

  /** Sends JSON and gives the JSON that came back with status 200. */
  async #post(path: string, body: string): Promise<{ value: unknown } | { denied: Answer }> {
    const signal = AbortSignal.timeout(this.#timeout);
    try {
      const response = await this.#fetch(this.#base + path, {
        method: "POST",
        headers: { ...this.#headers, "Content-Type": "application/json", Accept: "application/json" },
        body,
        signal,
        redirect: "error", // nobody else is told the question, nor believed
        cache: "no-store",
      });
      if (response.status !== 200) {
        response.body?.cancel().catch(() => {});
        return { denied: denied("refused", String(response.status)) };
      }
      const text = await response.text();
      try {
        return { value: JSON.parse(text) };
      } catch {
        return { denied: denied("bad_answer") };
      }
    } catch {
      return { denied: denied(signal.aborted ? "timed_out" : "unreachable") };
    }
  }
}

/** OPA's module of the rules, as @open-policy-agent/opa-wasm loads it. */
export interface Module {
  evaluate(input: unknown, entrypoint?: string): unknown;
}

/** Answers one question in this process, by the module and data of `candor bundle --target wasm`. */
export function decideIn<Q extends { notice: string; action: string } = Question>(module: Module, question: Q, now: number = Date.now()): Answer {
  const text = written(question);
  if (text === undefined) return denied("unasked");
  try {
    const results = module.evaluate({ question: JSON.parse(text), now }, "candor/timed/decision");
    const [first] = Array.isArray(results) && results.length === 1 ? results : [];
    return answered(isRecord(first) ? first.result : undefined);
  } catch {
    return denied("bad_answer");
  }
}

const texts: Record<ClientCode, string> = {
  unasked: "The question could not be sent.",
  unreachable: "The policy could not be asked.",
  timed_out: "The policy did not answer in time.",
  refused: "The policy refused to answer.",
  bad_answer: "The policy gave no proper answer.",
};

/** The answer where there is none. */
function denied(code: ClientCode, detail?: string): Answer {
  const reason: Reason = { code, source: "client", text: texts[code] };
  if (detail !== undefined) reason.detail = detail;
  return {
    outcome: "deny", allow: false, notice: { outcome: "deny" }, law: { outcome: "none" },
    reasons: [reason], obligations: [], missing: [], assumed: [], issues: [], basis: "",
    bundle: { serial: 0, digest: "", expires: "" },
  };
}

/** A question in JSON. A number that is none would become null, which is "not stated". */
function written(question: unknown): string | undefined {
  try {
    return JSON.stringify(question, (_, value) => {
      if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("no number");
      return value;
    });
  } catch {
    return undefined;
  }
}

const outcomes: readonly unknown[] = ["allow", "allow_with_obligations", "deny", "not_covered"];

/** What came, if it is an answer; a field that a newer server adds is let through. */
function answered(value: unknown): Answer {
  return isAnswer(value) ? value : denied("bad_answer");
}

function isAnswer(v: unknown): v is Answer {
  return isRecord(v) && outcomes.includes(v.outcome) &&
    v.allow === (v.outcome === "allow" || v.outcome === "allow_with_obligations") &&
    isRecord(v.notice) && outcomes.includes(v.notice.outcome) &&
    isRecord(v.law) && (v.law.outcome === "none" || outcomes.includes(v.law.outcome)) &&
    isList(v.reasons, isReason) && v.reasons.length > 0 && isList(v.obligations, isObligation) &&
    isList(v.missing, isText) && isList(v.assumed, isText) && isList(v.issues, isText) && isText(v.basis) &&
    isRecord(v.bundle) && typeof v.bundle.serial === "number" && isText(v.bundle.digest) && isText(v.bundle.expires);
}

/** Each field is allowed or denied, and an answer says the same. */
function isSelection(v: unknown, fields: readonly { name: string }[]): v is Selection {
  return isRecord(v) && isList(v.allowed, isText) && isList(v.denied, isDeniedField) && isAnswer(v.answer) &&
    v.answer.allow === v.allowed.length > 0 &&
    [...v.allowed, ...v.denied.map((d) => d.name)].sort().join("\0") === fields.map((f) => f.name).sort().join("\0");
}

function isDeniedField(v: unknown): v is Selection["denied"][number] {
  return isRecord(v) && isText(v.name) && isAnswer(v.answer);
}

function isKeeping(v: unknown, id: string): v is Keeping {
  return isRecord(v) && v.id === id && isText(v.by) && isAnswer(v.answer) && v.keep === v.answer.allow;
}

function isReason(v: unknown): v is Reason {
  return isRecord(v) && isText(v.code) && v.code !== "" && isText(v.source) && v.source !== "" && isText(v.text) &&
    ["statement", "rule", "citation", "status", "conflicts", "due", "detail"].every((key) => v[key] === undefined || isText(v[key])) &&
    (v.at === undefined || isRecord(v.at) && isText(v.at.notice) && isText(v.at.version) && isText(v.at.path));
}

function isObligation(v: unknown): v is Obligation {
  return isRecord(v) && ["id", "text", "due", "to", "fee"].every((key) => isText(v[key])) &&
    typeof v.overdue === "boolean" && isList(v.via, isText);
}

function isList<T>(v: unknown, is: (v: unknown) => v is T): v is T[] {
  return Array.isArray(v) && v.every(is);
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === "object" && v !== null && !Array.isArray(v);
}

function isText(v: unknown): v is string {
  return typeof v === "string";
}
