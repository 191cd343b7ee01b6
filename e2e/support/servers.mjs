// The servers that journeys visit: one on each engine.
export const ENGINES = [
  { name: "sqlite", port: 8181 },
  { name: "postgresql", port: 8182 },
];

/** Where people reach a server: by a name, because devices make no passkeys for a number. */
export const addressOf = (port) => `http://localhost:${port}`;
