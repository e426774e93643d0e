"""YAML: its documents with all values as they are written, so that `no` stays a word and a day a day."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from tracker.errors import UsageError
from tracker.exchange.tables.encodings import find_encoding
from tracker.exchange.tables.flat_objects import Pairs, scalar_text
from tracker.exchange.tables.object_table import read_document_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from tracker.exchange.source_table import SourceTable
    from tracker.exchange.tables.choices import TableChoices

YAML_MOST = 50_000_000  # bytes, since it is read whole and slowly
NODES_MOST = 5_000_000  # so that a few lines that refer to each other do not become millions
_KEPT_KINDS = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")


def read_yaml_table(path: Path, choices: TableChoices) -> SourceTable:
    """The table of a YAML file: its list, or its documents as rows. Raises UsageError for broken YAML."""
    if path.stat().st_size > YAML_MOST:
        raise UsageError(f"{path} is larger than {YAML_MOST // 1_000_000} MB; save it as JSON lines")
    encoding = find_encoding(path, choices.encoding)
    documents = _load_documents(path, path.read_text(encoding=encoding.codec))
    document = documents[0] if len(documents) == 1 else documents
    return read_document_table(path, document, choices, (encoding.label,))


def _load_documents(path: Path, text: str) -> list[Any]:
    from importlib import import_module

    try:
        yaml = import_module("yaml")
    except ImportError as error:
        raise UsageError(f"{path} is YAML: install `proposal-tracker[tables]`, or save it as JSON") from error
    try:
        return list(_each_document(_text_loader(yaml)(text)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}: " if mark else ""
        raise UsageError(f"{path} is not YAML: {place}{error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UsageError(f"{path} is not YAML: {str(error).splitlines()[0]}") from error


def _each_document(loader: Any) -> Iterator[Any]:
    try:
        while loader.check_node():
            node = loader.get_node()
            if _expanded_size(node, {}) > NODES_MOST:
                raise ValueError(f"its references make more than {NODES_MOST:,} values of it")
            if (document := loader.construct_document(node)) is not None:
                yield document
    finally:
        loader.dispose()


def _expanded_size(node: Any, sizes: dict[int, int]) -> int:
    """How many values a node has once all that it refers to stands in it; without end if it refers to itself."""
    if id(node) not in sizes:
        sizes[id(node)] = NODES_MOST
        held = node.value if isinstance(node.value, list) else []
        inner = chain.from_iterable(one if isinstance(one, tuple) else (one,) for one in held)
        sizes[id(node)] = 1 + sum(_expanded_size(one, sizes) for one in inner)
    return sizes[id(node)]


def _text_loader(yaml: ModuleType) -> Any:
    """A safe loader that knows no numbers, days or yes and no, and keeps each pair of an object."""
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    resolvers = {
        first: [(tag, form) for tag, form in kinds if tag in _KEPT_KINDS]
        for first, kinds in base.yaml_implicit_resolvers.items()
    }
    loader: Any = type("TextLoader", (base,), {"yaml_implicit_resolvers": resolvers})
    loader.add_constructor("tag:yaml.org,2002:map", _construct_pairs)
    for kind in ("int", "float", "bool", "timestamp", "binary"):
        loader.add_constructor(f"tag:yaml.org,2002:{kind}", base.construct_yaml_str)
    return loader


def _construct_pairs(loader: Any, node: Any) -> Pairs:
    loader.flatten_mapping(node)
    return Pairs((scalar_text(key), value) for key, value in loader.construct_pairs(node, deep=True))
