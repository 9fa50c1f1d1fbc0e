"""Webflow's own OpenAPI description as a judge of requests and answers, its known flaws corrected in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from webflow_publish.sandbox import Recorded

PATH = Path(__file__).parents[3] / "shared" / "openapi" / "webflow-v2.yaml"
ABSENT = f"{PATH.name} is not on this machine: nothing was held against the OpenAPI description."

# Null, but the description says string or object: a site that was never published, a site without Localization, and the
# reference of an error, which is null in the description's own examples.
_NULLABLE = frozenset({"lastPublished", "locales", "externalReference"})

# Answers that come although the description does not list them for every endpoint: a missing scope.
_UNLISTED = frozenset({403})

# Newer documentation has it, the description has not.
_UNLISTED_QUERY = frozenset({"filter[id][in]"})


@cache
def specification() -> Specification | None:
    """The description, read once for all tests; None where the file is not there."""
    if not PATH.is_file():
        return None
    with PATH.open("rb") as file:
        return Specification(yaml.load(file, Loader=yaml.CSafeLoader)["paths"])


class Specification:
    """Checks recorded requests and answers against the operations of an OpenAPI description."""

    def __init__(self, paths: Mapping[str, Any]) -> None:
        self._paths = paths
        self._validators: dict[tuple[str, ...], Draft202012Validator] = {}

    def check(self, recorded: Recorded) -> list[str]:
        """What is wrong with a request and its answer, one sentence each."""
        return [*self.check_request(recorded), *self.check_answer(recorded)]

    def check_request(self, recorded: Recorded) -> list[str]:
        """What is wrong with a request: its method, path, query, or body."""
        name, operation = self._operation(recorded)
        if operation is None:
            return [f"{recorded.method} {recorded.path} is not in the description."]
        problems = list(_query_problems(recorded.query, operation))
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            return problems if recorded.body is None else [*problems, "A body is sent that the description lacks."]
        if recorded.headers.get("Content-Type", "").partition(";")[0] != "application/json":
            problems.append("The body is not sent as application/json.")
        return problems + self._judge((name, recorded.method, "body"), content["schema"], recorded.body)

    def check_answer(self, recorded: Recorded) -> list[str]:
        """What is wrong with an answer: its status, content type, or body."""
        name, operation = self._operation(recorded)
        if operation is None or recorded.status is None:
            return [f"{recorded.method} {recorded.path}, {recorded.status}, is not in the description."]
        responses = operation["responses"]
        status = str(recorded.status)
        if status not in responses and recorded.status in _UNLISTED:
            status = "401"
        elif status not in responses:
            status = f"{status[0]}XX"
        if status not in responses:
            return [f"The description has no answer {recorded.status} to {recorded.method} {name}."]
        content = responses[status].get("content")
        if content is None:
            return [] if recorded.answer is None else [f"The answer {status} has a body, which it should not have."]
        if recorded.answer_headers.get("Content-Type", "").partition(";")[0] != "application/json":
            return [f"The answer {status} is not sent as application/json."]
        schema = content["application/json"]["schema"]
        return self._judge((name, recorded.method, status), schema, recorded.answer)

    def _operation(self, recorded: Recorded) -> tuple[str, Mapping[str, Any] | None]:
        path = recorded.path.removeprefix("/v2")
        # The fewer placeholders, the better the match: /items/live is not /items/{item_id}.
        for name in sorted(self._paths, key=lambda template: template.count("{")):
            pattern = re.sub(r"\\{[^/]+?\\}", "[^/]+", re.escape(name))
            if re.fullmatch(pattern, path) and recorded.method.lower() in self._paths[name]:
                return name, self._paths[name][recorded.method.lower()]
        return path, None

    def _judge(self, key: tuple[str, ...], schema: Any, value: Any) -> list[str]:
        if key not in self._validators:
            self._validators[key] = Draft202012Validator(corrected(schema))
        errors = self._validators[key].iter_errors(value)
        return [f"{' '.join(key)}: {error.json_path}: {error.message:.300}" for error in errors]


def corrected(schema: Any) -> Any:
    """A schema of the description as JSON Schema 2020-12, without the flaws that would refuse what is right."""
    if isinstance(schema, list):
        return [corrected(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: corrected(value) for key, value in schema.items() if key not in {"example", "examples"}}
    if isinstance(result.get("items"), list):
        # A list of schemas is the tuple of older drafts; meant are entries of any of these kinds, as in `details`.
        result["items"] = {"anyOf": result["items"]}
    if isinstance(properties := result.get("properties"), dict):
        result["properties"] = {
            name: _or_null(value) if name in _NULLABLE else value
            for name, value in properties.items()
            # Meant as the keyword, but written one level too deep, as in `validations` of a field.
            if name != "additionalProperties"
        }
    if isinstance(branches := result.get("oneOf"), list) and all("content" in branch for branch in branches):
        # Whole responses where schemas belong, as at the site publish; and each is the same form of an error.
        return {"anyOf": [branch["content"]["application/json"]["schema"] for branch in branches]}
    if isinstance(branches, list) and all("properties" in branch for branch in branches):
        # Without `required` a body of one form fits the other form as well, and so fits more than one.
        result["oneOf"] = [{"required": list(branch["properties"]), **branch} for branch in branches]
    # OpenAPI 3.0's keyword in a 3.1 document, where it means nothing.
    return _or_null(result) if result.pop("nullable", False) is True else result


def _or_null(schema: Any) -> Any:
    return {"anyOf": [schema, {"type": "null"}]}


def _query_problems(query: Mapping[str, str], operation: Mapping[str, Any]) -> Iterator[str]:
    parameters = {entry["name"]: entry["schema"] for entry in operation.get("parameters", []) if entry["in"] == "query"}
    for key, value in query.items():
        if key in _UNLISTED_QUERY:
            continue
        name, _, bound = key.partition("[")
        schema = parameters.get(name)
        if schema is None or (bound and bound.rstrip("]") not in schema.get("properties", {})):
            yield f"The query parameter {key} is not in the description."
        elif value not in schema.get("enum", [value]) or (schema["type"] == "integer" and not value.isdigit()):
            yield f"The query parameter {key} cannot be {value}."
