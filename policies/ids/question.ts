type Values<T> = T extends unknown ? T[keyof T] : never;

/** The id of a notice. */
export type Notice = Values<typeof notices>["id"];

type Of<N extends Notice> = Extract<Values<typeof notices>, { id: N }>;

export type Category<N extends Notice = Notice> = Values<Of<N>["categories"]>;
export type Purpose<N extends Notice = Notice> = Values<Of<N>["purposes"]>;
export type Recipient<N extends Notice = Notice> = Values<Of<N>["recipients"]>;
export type Audience<N extends Notice = Notice> = Values<Of<N>["audiences"]>;
export type Basis<N extends Notice = Notice> = Values<Of<N>["bases"]>;
export type Gate<N extends Notice = Notice> = Values<Of<N>["gates"]>;
export type Right<N extends Notice = Notice> = Values<Of<N>["rights"]>;
export type Event<N extends Notice = Notice> = Values<Of<N>["events"]>;
export type Document<N extends Notice = Notice> = Values<Of<N>["documents"]>;

/** What is known of the act a gate is named for: whether it happened, or more of it. */
export type Act = boolean | { on?: string; by?: string; via?: string; ended?: string | null };

/** A question that names only what its notice knows. What is left out is not stated. */
export type Question<N extends Notice = Notice> = N extends Notice ? {
  notice: N;
  action: Action;
  categories?: readonly Category<N>[];
  purpose?: Purpose<N>;
  recipient?: Recipient<N>;
  audiences?: readonly Audience<N>[];
  /** Completed years. */
  age?: number;
  form?: Form;
  basis?: Basis<N>;
  right?: Right<N>;
  event?: Event<N>;
  channel?: string;
  role?: Role;
  /** ISO 3166 codes, EU or EEA. */
  place?: { person?: string; customer?: string; host?: string; destination?: string };
  gates?: { readonly [G in Gate<N> & string]?: Act };
  documents?: { readonly [D in Document<N> & string]?: "forbids" | "permits" };
  /** Days, or RFC 3339 instants. */
  since?: { readonly [E in Event<N> & string]?: string };
  earlier?: readonly string[];
  counts?: { readonly [what: string]: number };
  on?: string;
  /** Assumptions deny unless this is false. */
  strict?: boolean;
} : never;
