// The servers that journeys visit: one on each engine.
export const ENGINES = [
  { name: "sqlite", port: 8181 },
  { name: "postgresql", port: 8182 },
];
