import { readFileSync } from "node:fs";
import ts from "typescript";

/** A field of an event: what its type says it may hold. */
export interface EventField {
  readonly name: string;
  readonly optional: boolean;
  /** "string", "number", "boolean", "null" and the texts themselves in quotation marks. */
  readonly kinds: readonly string[];
}

export interface EventShape {
  readonly type: string;
  readonly fields: readonly EventField[];
}

/**
 * What packages/core/src/events/event.ts says of events, read from its types: what is checked against it is checked
 * against what an app compiles with.
 */
export function readEventTypes(): {
  readonly context: readonly EventField[];
  readonly shapes: readonly EventShape[];
} {
  const url = new URL("../../packages/core/src/events/event.ts", import.meta.url);
  const file = ts.createSourceFile("event.ts", readFileSync(url, "utf8"), ts.ScriptTarget.Latest);
  const aliases = new Map<string, ts.TypeNode>();
  let context: readonly EventField[] = [];

  const kindsOf = (node: ts.TypeNode): readonly string[] => {
    if (ts.isUnionTypeNode(node)) return node.types.flatMap(kindsOf);
    if (ts.isTypeReferenceNode(node)) {
      const alias = aliases.get(node.typeName.getText(file));
      if (alias !== undefined) return kindsOf(alias);
    }
    const text = node.getText(file);
    if (/^(string|number|boolean|null|"[^"]*")$/.test(text)) return [text];
    throw new Error(`event.ts: nothing here knows how to check a field of the type ${text}`);
  };
  const fieldsOf = (members: ts.NodeArray<ts.TypeElement>): EventField[] =>
    members.filter(ts.isPropertySignature).map(({ name, questionToken, type }) => ({
      name: name.getText(file),
      optional: questionToken !== undefined,
      kinds: kindsOf(type as ts.TypeNode),
    }));

  file.forEachChild((node) => {
    if (ts.isTypeAliasDeclaration(node)) aliases.set(node.name.text, node.type);
  });
  file.forEachChild((node) => {
    if (ts.isInterfaceDeclaration(node) && node.name.text === "EventContext")
      context = fieldsOf(node.members);
  });
  const literalsOf = (node: ts.TypeNode): readonly ts.TypeLiteralNode[] => {
    if (ts.isTypeLiteralNode(node)) return [node];
    if (ts.isUnionTypeNode(node)) return node.types.flatMap(literalsOf);
    const alias = ts.isTypeReferenceNode(node) && aliases.get(node.typeName.getText(file));
    if (alias) return literalsOf(alias);
    throw new Error(`event.ts: nothing here knows which events ${node.getText(file)} names`);
  };
  const body = aliases.get("EventBody");
  if (body === undefined) throw new Error("event.ts: no EventBody");
  const shapes = literalsOf(body).flatMap(({ members }) => {
    const fields = fieldsOf(members);
    const kinds = fields.find(({ name }) => name === "type")?.kinds ?? [];
    return kinds.map((kind) => ({ type: JSON.parse(kind) as string, fields }));
  });
  return { context, shapes };
}
