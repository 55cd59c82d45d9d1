const inherited = new Set(
  ["prototype", ...Object.getOwnPropertyNames(Object.prototype)].map((key) => key.toLowerCase()),
);

/** Whether every object already answers to this name (`__proto__`, `constructor`, `toString`): no attribute may bear it. */
export function isInheritedName(name: string): boolean {
  return inherited.has(name.toLowerCase());
}

/** Whether one of the names inside a path or dotted key, e.g. `name.__proto__`, is inherited by every object. */
export function hasInheritedName(text: string): boolean {
  return text.split(/[^\w$-]/).some(isInheritedName);
}

/** RFC 7643 §2.1: a letter, then letters, digits, "-" and "_"; and `$ref`. */
export function isAttributeName(name: string): boolean {
  return /^[A-Za-z$][\w$-]*$/.test(name) && !isInheritedName(name);
}
