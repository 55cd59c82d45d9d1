import { hasInheritedName, isAttributeName } from "../attribute-name.ts";
import { findReference } from "../reference.ts";
import type { NoteDeviation } from "../resource.ts";
import type { Attribute, ResourceType } from "../schema/attribute.ts";
import { findSubAttribute } from "../schema/lookup.ts";
import type { AttributeRef } from "./tree.ts";

/** Finds what a name means at one place of a filter; undefined when nothing there may be filtered by that name. */
export type Scope = (name: string) => AttributeRef | undefined;

/** Names at the top of a filter start at the resource. Attributes that are never returned are not to be guessed at either. */
export function resourceScope(type: ResourceType, note: NoteDeviation): Scope {
  return (text) => {
    if (hasInheritedName(text)) return undefined;
    const reference = findReference(type, text, note);
    if (!reference?.target) return undefined;
    const { urn, target, sub } = reference;
    if (target.attribute?.returned === "never" || sub?.attribute?.returned === "never") return undefined;
    if (isPutTogether(sub?.attribute)) return undefined;
    return {
      keys: [urn, target.name, sub?.name].filter((key) => key !== undefined),
      attribute: sub ? sub.attribute : target.attribute,
      multiValued: target.attribute?.multiValued ?? false,
    };
  };
}

/** Names inside `[…]` start at an element of the multi-valued attribute; without a row for it, any name will do. */
export function elementScope(container: Attribute | undefined): Scope {
  return (name) => {
    const attribute = container && findSubAttribute(container, name);
    if (container ? !attribute || isPutTogether(attribute) : !isAttributeName(name)) return undefined;
    return { keys: [attribute?.name ?? name], attribute, multiValued: false };
  };
}

/**
 * `meta.location` and the `$ref` of groups and members exist only in answers. The storage would find nobody by them, and
 * a client that is told so creates everybody anew.
 */
function isPutTogether(sub: Attribute | undefined): boolean {
  return sub?.type === "reference" && sub.mutability !== "readWrite";
}
