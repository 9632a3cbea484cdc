# SPDX-License-Identifier: Apache-2.0
"""JSON schemas (draft 2020-12) of scenarios and profiles, from schema_keys.Table."""
import schema_keys

DRAFT = "https://json-schema.org/draft/2020-12/schema"
CONDITIONS = list(schema_keys.CONDITION[:4])
SCALAR = {"type": ["string", "number", "boolean"]}


def reference(name):
    return {"$ref": f"#/$defs/{name}"}


class Writer:
    """Schemas of keys and objects; where `uses` is true a scalar may be a ${PARAMETER}."""

    def __init__(self, table, uses):
        self.table = table
        self.uses = uses

    def values(self, key):
        kind = schema_keys.kind_of(key)
        of = key[kind]
        if kind == "object":
            return reference(of)
        if kind == "list":
            least = {"minItems": key["at_least"]} if "at_least" in key else {}
            return {"type": "array", "items": reference(of), **least}
        if kind == "map":
            return {"type": "object", "additionalProperties": dict(SCALAR)}
        if kind == "texts":
            return {"type": "array", "items": dict(SCALAR), "minItems": 1}
        if kind == "text":
            return dict(SCALAR)
        if kind == "json":
            return dict(of)
        return {"anyOf": [*self._plain(kind, of), *([reference("parameter_use")] if self.uses else [])]}

    def _plain(self, kind, of):
        if kind == "any":
            return [each for inner in of for each in self._inner(inner)]
        if kind == "words":
            return [{"enum": of}]
        if kind == "flag":
            return [{"type": "boolean"}]
        if kind == "pattern":
            return [{"type": "string", "pattern": of}]
        return [{"type": "integer" if kind == "whole" else "number", "minimum": of[0], "maximum": of[1]}]

    def _inner(self, inner):
        kind = schema_keys.kind_of(inner)
        return [reference(inner[kind])] if kind == "object" else self._plain(kind, inner[kind])

    def key(self, key):
        out = {"description": key["is"], **self.values(key)}
        unit = key["range"][2:] if "range" in key else []
        if unit:
            out["x-unit"] = unit[0]
        if key["default"] is not None:
            out["default"] = typed(key)
        out["x-source"] = key["source"]
        return out

    def object(self, raw):
        """One object: no key that it does not know."""
        out = {"description": raw["is"], "type": "object",
               "properties": {name: self.key(key) for name, key in raw["keys"].items()},
               "additionalProperties": reference(raw["others"]) if "others" in raw else False}
        if raw.get("required"):
            out["required"] = raw["required"]
        if raw.get("needs"):
            out["dependentRequired"] = dict(raw["needs"])
        rules = list(self._rules(raw))
        if rules:
            out["allOf"] = rules
        return out

    def _rules(self, raw):
        if "one_of" in raw:
            yield exactly_one(raw["one_of"])
        if "some_of" in raw:
            yield {"anyOf": [{"required": [name]} for name in raw["some_of"]]}
        if "occurs" in raw:
            yield exactly_one(schema_keys.EVENTS[raw["occurs"]])
            yield {"if": {"required": ["signal"]}, "then": exactly_one(CONDITIONS),
                   "else": {"not": {"anyOf": [{"required": [name]} for name in [*CONDITIONS, "tolerance"]]}}}
            yield {"dependentRequired": {"near": ["tolerance"]}}
        if "include" in raw["keys"]:
            yield {"if": {"required": ["include"]}, "then": {"propertyNames": {"enum": ["include", "with"]}}}
        if raw.get("entries") == "set":
            yield {"minProperties": 1, "maxProperties": 1}
        if raw.get("occurs") == "trigger":
            yield {"not": {"required": ["after_s", "count"], "properties": {"count": {"minimum": 2}}}}
        common = list(raw["keys"])[:raw.get("common", 0)]
        for kind, own in raw.get("kinds", {}).items():
            names = [name for name in [*common, *own.get("keys", [])] if name not in own.get("not", [])]
            then = {"propertyNames": {"enum": names}, "required": own.get("required", [])}
            if "one_of" in own:
                then |= exactly_one(own["one_of"])
            if not then["required"]:
                then |= {"anyOf": [{"required": [name]} for name in raw["either"]]}
            yield {"if": {"properties": {raw["by"]: {"const": kind}}, "required": [raw["by"]]}, "then": then}


def exactly_one(names):
    return {"oneOf": [{"required": [name]} for name in names]}


def typed(key):
    """The default as the YAML value that it is; a text where it is none."""
    text = key["default"]
    if "flag" in key:
        return text == "true"
    for read in (int, float):
        if "words" in key or "pattern" in key or "text" in key:
            break
        try:
            return read(text)
        except ValueError:
            continue
    return text


def document(name, body, definitions):
    return {"$schema": DRAFT, "$id": f"https://chargerig.invalid/schema/1/{name}.schema.json",
            "title": f"ChargeRig {name}, format 1", **body, "$defs": definitions}


def scenario(table):
    writer = Writer(table, True)
    definitions = {"parameter_use": {"description": "A text with ${NAME} in it, which stands for a parameter.",
                                     "type": "string", "pattern": r"\$\{[A-Za-z]\w*\}"}}
    for name, raw in table.objects.items():
        body = writer.object(raw)
        if raw.get("entries") == "vehicle":
            body["properties"] |= vehicle_groups(writer, table, session=True)
        if raw.get("words"):
            body = {"description": raw["is"], "anyOf": [{"enum": raw["words"]}, body, reference("parameter_use")]}
        definitions[name] = body
    return document("scenario", definitions.pop("scenario"), definitions)


def vehicle_groups(writer, table, session):
    """The groups of figures as maps; `session` as a group too where that is one."""
    groups = {}
    for name, key in table.entries["vehicle"].items():
        group, _, plain = name.partition(".")
        if group != "session" or session:
            groups.setdefault(group, {})[plain] = writer.key(key)
        if group == "session" and session:
            groups.setdefault("", {})[name] = writer.key(key)
    dotted = groups.pop("", {})
    return dotted | {group: {"description": f"Figures of the group `{group}`.", "type": "object", "properties": keys,
                             "additionalProperties": False} for group, keys in groups.items()}


def profile_head(writer, raw):
    head = {name: writer.key({"default": None, "source": schema_keys.OUR_OWN, **key})
            for name, key in raw["head"].items()}
    source = writer.key({"default": None, "source": schema_keys.OUR_OWN, "pattern": raw["source"]["pattern"],
                         "is": raw["source"]["is"]})
    return head, source


def vehicle_profile(table):
    raw = table.raw["profiles"]
    mine = raw["vehicle"]
    writer = Writer(table, False)
    head, source = profile_head(writer, raw)
    groups = {}
    for name, key in table.entries["vehicle"].items():
        group, _, plain = name.partition(".")
        if name not in mine["not_in_profile"]:
            groups.setdefault(group, {})[plain] = key
    for group, columns in mine["columns"].items():
        groups.setdefault(group, {})
        for name, column in columns.items():
            groups[group][name] = {**column, "column": True, "required": True}
    body = {}
    for group, keys in groups.items():
        properties, required = {}, []
        if group not in mine["no_source"]:
            properties["source"] = source
            required.append("source")
        for name, key in keys.items():
            properties[name] = writer.key(key) if "column" not in key else {
                "description": key["is"], "type": "array", "items": writer.values(key), "x-unit": key["range"][2]}
            required += [name] if key["required"] else []
        body[group] = {"type": "object", "properties": properties, "additionalProperties": False, "required": required}
    return document("vehicle", {"description": mine["is"], "type": "object", "properties": head | body,
                                "additionalProperties": False, "required": [*head, *mine["required"]]}, {})


def modules_profile(table):
    raw = table.raw["profiles"]
    mine = raw["modules"]
    writer = Writer(table, False)
    head, source = profile_head(writer, raw)
    keys = {name: writer.key(key) for name, key in table.entries["modules"].items()}
    group = {"type": "object", "properties": {"source": source} | keys, "additionalProperties": False,
             "required": ["source"]}
    body = {name: reference("group") for name in mine["groups"]}
    return document("modules", {"description": mine["is"], "type": "object", "properties": head | body,
                                "additionalProperties": False, "required": list(head)}, {"group": group})
