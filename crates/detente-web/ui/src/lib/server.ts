// Talking to the server. Every request carries the token of this start; what may take long comes line by line.

import type { Line, Problem } from './api';

const KEY = 'detente-token';

/** Takes the token from the address and out of it, so that it is not in the history nor in what somebody copies. */
export function takeToken(): void {
  const given = /^#([0-9a-f]{48})$/.exec(location.hash)?.[1];
  if (!given) return;
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, '', location.pathname);
}

/** A request has no answer. */
export class Failure extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }

  /** Whether nobody wanted the answer any more. */
  get cancelled(): boolean {
    return this.problem.kind === 'cancelled';
  }
}

async function send(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${sessionStorage.getItem(KEY) ?? ''}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    throw failure(error, signal);
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as Problem | null;
    throw new Failure(problem ?? { kind: 'refused', message: `the server answered ${response.status}` });
  }
  return response;
}

function failure(error: unknown, signal?: AbortSignal): Failure {
  if (error instanceof Failure) return error;
  if (signal?.aborted) return new Failure({ kind: 'cancelled', message: 'cancelled' });
  return new Failure({
    kind: 'gone',
    message: 'the server does not answer: is detente still running? Nothing is lost while this page stays open',
  });
}

/** A request that is answered at once; without a body it only reads. */
export async function request<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return (await (await send(path, body, signal)).json()) as T;
}

/** How far work is. */
export interface Progress {
  what: string;
  done: number;
  total: number;
}

/** A request that may take long. Aborting it ends the work on the server as well. */
export async function long<T>(
  path: string,
  body: unknown,
  signal?: AbortSignal,
  progress?: (progress: Progress) => void,
): Promise<T> {
  const response = await send(path, body, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    while (reader) {
      const { value, done } = await reader.read();
      if (done) break;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) {
        const line = JSON.parse(text) as Line<T>;
        if (line.line === 'done') return line.answer;
        if (line.line === 'failed') throw new Failure(line.problem);
        progress?.(line);
      }
    }
  } catch (error) {
    throw failure(error, signal);
  }
  throw new Failure({ kind: 'bad_answer', message: 'the answer broke off: this is a fault of Détente' });
}
