import { settings, verify as check } from "./barrel";
import helper from "./hash";

const config = settings();

function matches(user: { hash: string }, password: string) {
  return check(password, user.hash);
}

export async function login(db: any, name: string, password: string) {
  const user = await db.user(name, config);
  return matches(user, password);
}

export async function signUp(db: any, name: string, password: string) {
  await db.insert(name, helper.password.hash(password));
}

// A function of the project's own registers the route.
apiRoute("GET", "/log", helper.log);
declare function apiRoute(method: string, path: string, handler: () => unknown): void;
