/** Stands for the users that your app has. */
export interface User {
  id: string;
  name: string;
}

export function findUser(email: unknown, password: unknown): User | null {
  return email === "ada@example.com" && password === "correct horse"
    ? { id: "42", name: "ada@example.com" }
    : null;
}
