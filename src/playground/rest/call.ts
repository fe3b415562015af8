import type { Upload } from '../world/files.ts';
import type { World } from '../world/world.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A method and a path as Discord's OpenAPI description names it: `GET /channels/{channel_id}`. */
export type Route = `${Method} /${string}`;

type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

/** A request to a route, parsed as far as routes need it. */
export interface Call<Path extends string = string> {
  readonly world: World;
  readonly params: Readonly<Record<ParameterOf<Path>, string>>;
  readonly query: URLSearchParams;
  /** The JSON, or the `payload_json` of a form; `undefined` when there is none. */
  readonly body: unknown;
  /** Files of a form by the number in `files[n]`. */
  readonly files: ReadonlyMap<number, Upload>;
}

export interface Answer {
  readonly status: number;
  /** Absent: no body. */
  readonly json?: unknown;
}

export const ok = (json: unknown): Answer => ({ status: 200, json });
export const created = (json: unknown): Answer => ({ status: 201, json });
export const nothing: Answer = { status: 204 };

export type Handler<Path extends string> = (call: Call<Path>) => Answer | Promise<Answer>;

/** Handlers by route; each is typed by the parameters in its path. */
export type Routes<Names extends Route = Route> = { readonly [Name in Names]: Handler<Name> };

/** Checks a table of routes; the type parameter carries the names on. */
export const routes = <Names extends Route>(table: Routes<Names>): Routes<Names> => table;
